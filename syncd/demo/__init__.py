"""The sample company: a small air-conditioning firm in Vilnius, with two years of mail, meetings and promises.

Its texts lie under `company/`: one file a thread, pleasant to read and to edit. It invents people and firms; it takes
nothing from real mail, and knows nothing of what the program will make of it.
"""

from syncd.demo.company import CompanyWritten, write_company

__all__ = ["CompanyWritten", "write_company"]
