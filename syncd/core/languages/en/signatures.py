"""What stands in English signatures: posts, labels of telephones. Tables only."""

from __future__ import annotations

# words by which a line is somebody's post
POSTS = (
    r"manager|director|officer|president|engineer|assistant|secretary|accountant|consultant|analyst|developer|administrator|co-?ordinator|specialist|"
    r"representative|supervisor|executive|chairman|chairwoman|partner|attorney|lawyer|counsel|technician|designer|architect|buyer|founder|owner|"
    r"head of|ceo|cfo|cto|coo|vp|vice president|professor|scholar|editor|publisher|publicist|trader|broker|planner|receptionist|sales|foreman|agent"
)
MOBILE = r"mob(?:ile)?|cell(?:ular|phone)?|gsm"
NOT_TELEPHONE = r"fax|telefax|f|pager|toll[ -]free|po box|p\.o\. box|suite|room|vat|reg(?:istration)?|no|zip|iban|account|acc"
CITIES = "london manchester birmingham leeds glasgow edinburgh dublin"
