"""What English promises are about: verbs, phrases and nouns by act. Tables only."""

from __future__ import annotations

# ── what is promised: verbs by act (base form, prefix of the inflected ones) ──
STEMS = {
    "call": "call phone ring telephone dial buzz redial facetime skype zoom",
    "send": (
        "send email e-mail mail post forward fax text txt courier ship dispatch resend share transmit upload submit circulate fedex "
        "overnight provide supply cc copy attach ping distribute despatch return give message whatsapp sending mailing shipping "
        "re-send resubmit serve sms dm wetransfer redispatch reship bounce whizz relay"
    ),
    "answer": (
        "let answer reply respond confirm advise inform notify update tell clarify explain report revert acknowledge write brief shout holler "
        "apprise reassure comment enlighten intimate"
    ),
    "visit": "visit inspect survey come attend swing pop collect nip drive head",
    "deliver": "deliver bring hand transport haul unload redeliver carry lug cart tip schlep ferry drop truck lorry",
    "pay": "pay refund credit reimburse compensate wire transfer settle remit repay discount recompense disburse repay prepay",
    "invoice": "invoice bill rebill re-invoice reinvoice",
    "fix": (
        "stop restart reboot reconnect unclog clean fix repair mend  replace deploy restore resolve correct patch rectify solve debug "
        "troubleshoot reset rework amend remedy swap redo reinstall reinstate unblock upgrade close hotfix unfreeze unjam refit rewire "
        "reprogram recalibrate reseal resolder regas re-gas rebuild revert rollback cure bleed descale repoint relevel realign reattach retighten"
    ),
    "meet": "meet discuss present demo",
    "check": (
        "check verify investigate review examine look ask find test track chase inquire enquire double-check recheck trace research "
        "explore study read validate see monitor analyze analyse audit consult inspect-over probe cross-check proofread recount retest re-test re-check "
        "diagnose query"
    ),
    "do": (
        "do sort arrange book prepare draft make set schedule organise organize waive cancel change move keep hold reserve put add "
        "remove extend start begin run freeze migrate finish complete order process file sign print build create work handle take "
        "issue register renew activate open switch escalate approve include apply configure implement release publish reschedule "
        "postpone proceed finalise finalize request assign introduce help assist support ensure guarantee cover honour honor "
        "offer show train host raise lower reduce adjust revise rewrite translate pull compile gather get log place cut dig "
        "follow circle touch reach coordinate match plan pass speak talk contact connect pursue push turn deal proof "
        "store pack unpack load label service set-up buy purchase secure recommend withdraw install fit measure pick "
        "redesign redraw recut reprint reissue re-issue reorder rebook rearrange retype rehang refurbish recalculate recruit shortlist "
        "archive lodge allocate delegate appoint nominate enrol enroll enlist invite announce advertise launch "
        "negotiate mediate certify notarise notarize witness incorporate plead appeal counterclaim redact "
        "reconcile accrue amortise depreciate budget forecast estimate price quote cost calculate tally count "
        "prescribe refer admit discharge vaccinate treat scan x-ray extract fill crown splint bandage operate "
        "encrypt provision whitelist enable disable suspend terminate reactivate unlock lock link merge import export sync synchronise synchronize "
        "back-up backup restock replenish palletise palletize consign reroute clear warehouse stock source procure "
        "paint plaster tile glaze sand varnish weld mount plumb drain flush grease lubricate calibrate tune balance align polish wax oil "
        "dye alter hem tailor sew stitch iron press bake cook brew cater serve-up decorate prune mow strim trim plant pour lay hang "
        "erect dismantle demolish strip seal insulate render fence pave roof rewind wrap engrave frame bind laminate fold assemble fabricate machine "
        "rent lend loan hire lease let-out throw knock waive upgrade-to lodge compose record film shoot edit crop "
        "design sketch model map chart outline summarise summarize transcribe type typeset index teach coach tutor "
        "accompany chaperone interpret sponsor donate pledge store shelve freeze thaw warm chill groom feed walk board board-up "
        "deactivate dispose scrap recycle skip deploy-to block unsubscribe shift bring-forward swap-in squeeze fast-track prioritise prioritize expedite "
        "pencil earmark ringfence top reload refill refuel charge insure underwrite endorse vet screen interview onboard hook wire-up line stamp tow rig pitch cast mould mold countersign initial execute exchange"
    ),
}  # fmt: skip

IRREGULAR = {
    "sent": "send", "brought": "deliver", "paid": "pay", "met": "meet", "done": "do", "made": "do", "held": "do", "kept": "do", "put": "do",
    "shipped": "send", "taken": "do", "given": "send", "written": "answer", "told": "answer", "built": "do", "refunded": "pay",
    "credited": "pay",
    "raised": "do", "issued": "do", "collected": "visit", "cut": "do", "laid": "do", "hung": "do", "lent": "do", "drawn": "do", "mailed": "send",
    "posted": "send", "reversed": "pay", "left": "do", "begun": "do", "bought": "do", "taught": "do", "replaced": "fix", "sorted": "fix", "resolved": "fix", "back": "fix",
    "ready": "do",
    "available": "do", "live": "do", "complete": "do", "finished": "do", "couriered": "send", "visiting": "visit",
}  # fmt: skip

# ── promises without a verb: a thing, and a term ── act by the noun
NOUNS = (
    ("deliver", r"(?:delivery|redelivery|drop-off|drop off|eta)"),
    (
        "send",
        r"(?:plans?|schedule|measurements|costings?|letter|logins?|copy|copies|price|pricing|numbers|sheets?|spec|list|pdf|form|statement|receipt|results?|notes|draft|shipment|shipping|dispatch|quote|quotation|offer|report|contract|draft|proofs?|translation|files?|documents?|drawings?|photos|pics|pictures|certificate|figures|proposal|estimate|minutes|mock-?ups|"
        r"samples|artwork|itinerary|paperwork|lease)",
    ),
    (
        "visit",
        r"(?:installation|fitting|site visit|visit|engineer(?: visit)?|technician|survey|service visit|inspection|fitter|assembly|"
        r"collection|pick-up|pickup)",
    ),
    ("pay", r"(?:refund|payment)"),
    ("invoice", r"(?:invoice|credit note)"),
    ("fix", r"(?:repair|fix|replacement)"),
)  # fmt: skip

# what a thing has to do in the third person, to be more than news
COMES = (
    r"(?:have (?:\S+ ){0,6}?(?:ready|done|fixed|sorted)|have been (?:\w+ly |all )?(?:\w+ed|sent|done|paid|made|brought|built|put|set)|arrive|land|reach|ship|follow|come|go|leave|get|drop|hit|be (?:\w+ly |all "
    r")?(?:\w+ed|sent|done|paid|made|brought|held|kept|set|left|built|cut|laid|hung|drawn|given|written|shown|put|run|ready|there|here|with you|with (?:the|him|her|them)|at your|at yours|"
    r"at the|in your|in touch|in contact|back|round|on ?to (?:you|him|her|them)|on (?:its|the|site|your)|up|available|live|complete|over|out)(?!\w))"
)

DONE = (
    r"(?:ready|finish|complet|done|prepar|process|cancel|chang|moved|updat|regist|activat|translat|issued|raised|set up|arrang|book|"
    r"reserv|sign|extend|renew|adjust|correct|closed|removed|added|credited)"
)

# words of advertising: a text with several of them promises nothing, whoever sent it
ADVERTS = (
    "click here|unsubscribe|opt-out|opt out|remove me|removed from|this is not spam|money back|money-back|act now|order now|sign up|signup|"
    "for free|% free|free trial|limited time|special offer|no obligation|risk free|guaranteed|per day|viagra|mortgage|mlm|make money|"
    "classified ad|webmaster|www.|.com/|!!!|$$$|dear friend|dear sir/madam|extra income|work from home|subscribers|newsletter|this program|this system|prospects|annually"
)
