"""What accounting programs call the columns of their tables, in English: field → titles, parted by |, in lower case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TITLES: Final[Mapping[str, str]] = {
    "code": "code|customer code|client code|account|customer no|customer id|id",
    "name": "name|customer|client|company|customer name|company name",
    "vat": "vat|vat code|vat no|vat number|tax number|company code|registration number",
    "address": "address", "emails": "email|e-mail|emails|e-mails|mail", "phones": "phone|phones|telephone|tel|mobile",
    "owner": "owner|manager|account manager|salesperson", "since": "since|customer since|created|registered",
    "number": "number|no|document|document no|invoice|invoice no|invoice number|order|order no|order number",
    "date": "date|document date|invoice date|order date", "customer": "customer|client|buyer|customer name|customer code|company",
    "product": "product|item|goods|description|model|unit", "amount": "amount|total|sum|total amount|value", "currency": "currency",
    "state": "state|status", "due": "due|due date|pay by|payable until", "paid_on": "paid|paid on|payment date|date paid",
    "serial": "serial|serial no|serial number|s/n", "installed_on": "installed|installed on|installation date",
    "service_on": "service|service on|next service|service date|maintenance", "warranty_until": "warranty|warranty until|warranty end",
}  # fmt: skip
