"""English words of time: each meaning with the forms that carry it. `_` joins the words of a phrase.

Read by `syncd.core.due.lexicon`, which documents the meanings. Tables only.
"""

from __future__ import annotations

from typing import Final

HALF_BEFORE: Final = False  # "half ten" is 10:30

MEANINGS: Final[dict[str, str]] = {
    "weekday 0": "monday mon",
    "weekday 1": "tuesday tue tues",
    "weekday 2": "wednesday wed weds wednes wednsday wensday",
    "weekday 3": "thursday thu thur thurs thrusday",
    "weekday 4": "friday fri firday",
    "weekday 5": "saturday sat",
    "weekday 6": "sunday sun",
    "weekday_of 0": "monday's mondays",
    "weekday_of 1": "tuesday's tuesdays",
    "weekday_of 2": "wednesday's wednesdays",
    "weekday_of 3": "thursday's thursdays",
    "weekday_of 4": "friday's fridays",
    "weekday_of 5": "saturday's saturdays",
    "weekday_of 6": "sunday's sundays",
    "month 1": "january jan",
    "month 2": "february feb febuary",
    "month 3": "march mar",
    "month 4": "april apr",
    "month 5": "may",
    "month 6": "june jun",
    "month 7": "july jul",
    "month 8": "august aug",
    "month 9": "september sept sep",
    "month 10": "october oct",
    "month 11": "november nov",
    "month 12": "december dec",
    "roman 6": "vi",
    "roman 7": "vii",
    "roman 8": "viii",
    "roman 9": "ix",
    "roman 11": "xi",
    "roman 12": "xii",
    "number 1": "a an one",
    "number 2": "two couple couple_of pair_of a_couple a_couple_of a_pair_of",
    "number 3": "three",
    "number 4": "four",
    "number 5": "five",
    "number 6": "six",
    "number 7": "seven",
    "number 8": "eight",
    "number 9": "nine",
    "number 10": "ten",
    "number 11": "eleven",
    "number 12": "twelve",
    "number 13": "thirteen",
    "number 14": "fourteen",
    "number 15": "fifteen",
    "number 16": "sixteen",
    "number 17": "seventeen",
    "number 18": "eighteen",
    "number 19": "nineteen",
    "number 20": "twenty",
    "number 30": "thirty",
    "number 40": "forty",
    "number 45": "forty_five",
    "number 50": "fifty",
    "number 60": "sixty",
    "number 90": "ninety",
    "few 3": "few several a_few some",
    "ordinal 1": "first",
    "ordinal 2": "second",
    "ordinal 3": "third",
    "ordinal 4": "fourth",
    "ordinal 5": "fifth",
    "ordinal 6": "sixth",
    "ordinal 7": "seventh",
    "ordinal 8": "eighth",
    "ordinal 9": "ninth",
    "ordinal 10": "tenth",
    "ordinal 11": "eleventh",
    "ordinal 12": "twelfth",
    "ordinal 13": "thirteenth",
    "ordinal 14": "fourteenth",
    "ordinal 15": "fifteenth",
    "ordinal 16": "sixteenth",
    "ordinal 17": "seventeenth",
    "ordinal 18": "eighteenth",
    "ordinal 19": "nineteenth",
    "ordinal 20": "twentieth",
    "ordinal 30": "thirtieth",
    "unit second": "sec secs seconds",
    "unit minute": "minute minutes min mins minute's minutes' minuets",
    "unit halfhour": "half_an_hour half_hour half_a_hour 1/2_hour",
    "unit quarterhour": "quarter_of_an_hour a_quarter_of_an_hour quarter_hour quarter_of_hour quarter_an_hour",
    "unit threequarters": "three_quarters_of_an_hour three_quarter_hour",
    "unit anhourandhalf": "hour_and_a_half hour_and_half",
    "unit hour": "hour hours hr hrs h hour's hours'",
    "unit day": "day days day's days'",
    "unit workday": "workday workdays weekday weekdays wd",
    "unit week": "week weeks wk wks week's weeks'",
    "unit fortnight": "fortnight fortnights fortnight's",
    "unit month": "month months month's months'",
    "unit quarter": "quarters",
    "unit year": "year years yr yrs",
    "working": "working business work banking",
    "calendar": "calendar",
    "relative 0": "in_the_course_of_the_day over_the_course_of_the_day in_the_course_of_today during_the_day today tonite today's",
    "relative 1": "tomorrow tmrw tmr tomorow tommorow tommorrow tomorrow's tomorrows tmw",
    "relative 2": "day_after_tomorrow day_after_next overmorrow day_after_tommorow",
    "relative 7": "this_time_next_week",
    "relative -1": "yesterday yesterday's day_before_yesterday",
    "tonight": "tonight tonight's",
    "next_day": "day_after",
    "same_day": "same_day that_day that_very_day",
    "part morning": "morning mornings a.m early_morning first_half_of_the_day forenoon",
    "part lunch": "lunch lunchtime lunch_time",
    "part afternoon": "afternoon after_lunch straight_after_lunch right_after_lunch immediately_after_lunch second_half_of_the_day after_noon",
    "part evening": "evening eve late_evening",
    "part night": "night",
    "part any": (
        "end_of_day end_of_business_day end_of_the_day end_of_working_day end_of_the_working_day end_of_the_business_day "
        "end_of_business end_of_the_work_day end_of_work_day end_of_workday end_of_play close_of_play close_of_business day's_end "
        "day_end eod cob c.o.b eob cop before_the_day_is_out close_of_trading close_of_business_day end_of_my_day end_of_our_day end_of_your_day"
    ),
    "period_end week": "eow before_the_week_is_out",
    "period_end midweek": "midweek",
    "period_end month": "eom before_the_month_is_out",
    "period_end year": "eoy year's_end before_the_year_is_out",
    "clock 12:00": "noon midday mid_day twelve_noon 12_noon",
    "clock 24:00": "midnight",
    "meridiem am": "am a.m. in_the_am",
    "meridiem pm": "pm p.m. p in_the_pm",
    "oclock": "o'clock oclock o_clock",
    "modifier next": "next following",
    "modifier this": "this current same",
    "modifier coming": "coming upcoming this_coming forthcoming nearest",
    "modifier past": "last previous preceding",
    "edge start": "early start beginning start_of beginning_of start_of_the beginning_of_the early_in early_part_of early_on",
    "edge middle": "mid middle middle_of middle_of_the half_way_through halfway_through mid_of the_middle_of midway_through",
    "edge end": (
        "end end_of end_of_the late late_in latter_part_of close_of later_part_of tail_end_of later later_in later_in_the "
        "later_on_in_the"
    ),
    "edge first_half": "first_half first_half_of first_half_of_the",
    "edge second_half": "second_half second_half_of second_half_of_the latter_half_of",
    "weekend": "weekend weekends week_end",
    "upto": (
        "by through thru until till til untill not_later_than no_later_than latest_by latest_on at_latest_on not_after up_to by_the_latest_on "
        "no_later_that at_the_latest_by at_the_latest_on due_by due deadline_is deadline_of on_or_before"
    ),
    "before": "before prior_to ahead_of earlier_than",
    "within": "within inside inside_of not_more_than_in in_under in_less_than in_at_most in_no_more_than in_max in_maximum",
    "during": "during during_the_course_of over throughout in_the_course_of over_the_course_of sometime_during some_time_during sometime some_time",
    "in": "in",
    "after": "after",
    "from": (
        "from starting starting_from starting_on as_of as_from effective beginning_on commencing effective_from with_effect_from "
        "as_early_as not_before not_earlier_than no_earlier_than later_than no_sooner_than"
    ),
    "at on": "on",
    "at clock": "at",
    "at for": "for",
    "between": "between in_between",
    "past_hour": "past",
    "to_hour": "to of_til",
    "half": "half",
    "quarter": "quarter a_quarter",
    "hence": "from_now hence later_from_now time away from_right_now",
    "ago": "ago earlier back",
    "of": "of of_the",
    "latest": "at_the_latest at_latest the_latest by_the_latest tops at_the_very_latest at_most latest",
    "weekof": "week_of week_commencing week_beginning week_starting w/c",
    "and": "and or to_or",
    "skip about": "about around approximately approx approx. roughly circa ca at_about at_around at_approximately towards",
    "skip": (
        "the say probably maybe perhaps ish sharp exactly definitely "
        "already first_thing first_thing_on hopefully latest_at still just only more full local_time my_time "
        "your_time our_time time_permitting straight right_on nearly almost even very sort_of"
    ),
    "vague 7": (
        "shortly soon asap as_soon_as_possible as_soon_as_i_can as_soon_as_we_can a.s.a.p at_the_earliest_opportunity "
        "at_your_earliest_convenience in_due_course at_the_earliest_convenience in_the_near_future before_long "
        "at_my_earliest_convenience at_our_earliest_convenience as_quickly_as_possible as_fast_as_possible as_soon_as_practicable "
        "in_the_coming_weeks in_the_shortest_possible_time as_early_as_possible in_short_order one_of_these_days "
        "in_the_foreseeable_future soonest as_soon_as_we_possibly_can as_soon_as_i_possibly_can as_quick_as_possible "
        "as_quickly_as_we_can as_quickly_as_i_can in_a_short_while in_no_time sometime_soon some_time_soon at_the_first_opportunity "
        "first_chance_i_get"
    ),
    "vague 3": (
        "in_the_coming_days in_the_next_days in_the_next_few_days in_next_few_days over_the_coming_days over_the_next_few_days "
        "in_a_few_days within_a_few_days within_days within_the_next_few_days in_the_following_days within_the_coming_days "
        "in_some_days in_several_days over_the_next_days in_the_days_ahead within_several_days any_day_now a_few_days_from_now "
        "in_few_days a_few_days_time in_a_few_days'_time next_few_days some_day_soon over_the_next_couple_days"
    ),
    "vague 0": (
        "right_away immediately straight_away straightaway at_once right_now momentarily promptly in_a_moment in_a_sec in_a_second "
        "in_a_bit in_a_while without_delay instantly forthwith any_minute right_this_minute within_minutes in_a_jiffy any_moment_now "
        "in_a_little_while"
    ),
    "holiday 12-25": "christmas xmas christmas_day xmas_day x-mas",
    "holiday 12-24": "christmas_eve xmas_eve",
    "holiday 12-31": "new_year's_eve new_years_eve nye new_year_eve",
    "holiday 01-01": "new_year new_year's new_year's_day new_years_day new_years new_year_day",
    "holiday 12-26": "boxing_day st_stephen's_day",
    "holiday 02-14": "valentine's_day valentine_day valentines_day valentine's valentines",
    "holiday 10-31": "halloween hallowe'en halloween_day",
    "holiday 11-01": "all_saints'_day all_saints_day",
    "holiday 05-01": "labour_day may_day",
    "holiday 03-17": "st_patrick's_day st_patricks_day saint_patrick's_day saint_patricks_day st_paddy's_day saint_paddy's_day",
    "holiday 07-04": "independence_day fourth_of_july 4th_of_july",
    "holiday easter 0": "easter easter_sunday",
    "holiday easter 1": "easter_monday easter_mon",
    "holiday easter -2": "good_friday",
    "holiday easter -3": "maundy_thursday",
    "holiday easter -7": "palm_sunday",
    "holiday easter 39": "ascension_day ascension",
    "holiday easter 49": "pentecost whit_sunday",
    "holiday easter 50": "whit_monday",
    "holiday easter 56": "trinity_sunday",
    "holiday easter -47": "shrove_tuesday pancake_day mardi_gras",
    "holiday easter -46": "ash_wednesday",
    "holiday nth-11-4-3": "thanksgiving thanksgiving_day",
    "holiday nth-11-4-4": "black_friday",
    "holiday nth-5-2-6": "mother's_day mothers_day",
    "holiday nth-6-3-6": "father's_day fathers_day",
    "holiday nth-9-1-0": "labor_day",
    "holiday nth-1-3-0": "mlk_day martin_luther_king_day martin_luther_king's_day",
    "holiday nth-2-3-0": "presidents_day president's_day presidents'_day",
    "holiday nth-5-5-0": "memorial_day",
    "season 3": "spring",
    "season 6": "summer summertime",
    "season 9": "autumn",
    "season 12": "winter",
    "event": (
        "once when whenever as_soon_as after upon on_receipt_of on_receipt on_receiving upon_receipt on_arrival_of following "
        "provided as_and_when the_moment if assuming depending_on subject_to the_minute immediately_after straight_after right_after"
    ),
    "not": "not n't instead_of rather_than isn't rather_not won't_be",
    "quarter_name 1": "q1",
    "quarter_name 2": "q2",
    "quarter_name 3": "q3",
    "quarter_name 4": "q4",
    "rather": "rather_say or_rather sorry i_mean i_meant make_that no_wait correction actually scratch_that better_yet",
    "zone UTC": "gmt utc zulu",
    "zone Europe/London": "bst london_time uk_time",
    "zone Europe/Berlin": "cet cest berlin_time german_time",
    "zone Europe/Vilnius": "eet eest vilnius_time lithuanian_time",
    "zone Europe/Warsaw": "warsaw_time polish_time",
    "zone Europe/Riga": "riga_time latvian_time",
    "zone Europe/Moscow": "msk moscow_time",
    "zone America/New_York": "est edt et",
    "zone America/Los_Angeles": "pst pdt pt",
    "zone ?": "ist cst",
    "other": (
        "takes_place take_place taking_place took_place open_up opens_up open_it_up look_after looks_after looking_after looked_after once_again once_more after_all when_possible when_needed if_possible if_any if_ok as_if even_if good_morning good_afternoon good_evening good_night good_day have_a_good_weekend have_a_great_weekend have_a_nice_weekend "
        "enjoy_your_weekend enjoy_the_weekend nice_weekend great_weekend good_weekend happy_new_year merry_christmas happy_easter "
        "happy_christmas best_of_the_day day_to_day year_to_year year_over_year time_to_time every_day every_week every_month "
        "once_a_week once_a_day once_a_month same_time good_friday_wishes this_time last_time next_time may_be in_a_row 24/7 one_day "
        "some_day these_days those_days day_in all_day day_one end_to_end"
    ),
    "determiner": "your our my their his her that",
    "origin": "ended since according_to as_per per dated dd re",
    "origin every": "every each every_second every_other",
    "pronoun": (
        "i we you he she they it i'll we'll you'll he'll she'll they'll it'll will to so and or as with if then but is are via "
        "please from_me from_us unless because in on at by for once when can shall would should who that which until anyway anyhow though instead too please then there tho already myself ourselves directly over"
    ),
    "paper": (
        "invoice offer quote quotation mail email e-mail letter message order call meeting report photo photos proposal contract "
        "agreement statement act note notes bill estimate payment visit conversation delivery list minutes request invoices "
        "orders emails letters mails complaint document documents receipt transfer shipment draft street road avenue lane square st"
    ),
    "warranty": "warranty guarantee guaranteed warranties valid validity notice probation experience old contract_term",
    "lasting": (
        "take takes took taking last lasts lasted lasting long takes_about took_us need needs requires require spend spent takes_us "
        "lead_time assembly"
    ),
    "hours": (
        "open opening_hours office_hours working_hours_are our_working_hours our_business_hours opened closed we_work hours_are "
        "works working_time schedule i_work workdays_from available_hours business_hours_are"
    ),
    "price": (
        "eur usd gbp euro euros dollars price vat pcs pieces percent discount cost costs kg mm cm m km miles litres tons scale ratio version v. room floor page item "
        "items units sizes size train trains flight flights bus no. nr order_no usd. pages"
    ),
}

ORDINAL_ENDINGS: Final = "st nd rd th"
CARDINAL_ENDINGS: Final = "ish"
VERB_ENDINGS: Final[tuple[str, ...]] = ()
MARKED_SHORT: Final = "a.m p.m am pm hr hrs min mins sec wk wks approx tue tues thu thurs wed weds mon fri sat sun"

# How the past is told: see `syncd.core.due.lexicon.Past`.
PAST: Final[dict[str, str]] = {
    "endings": "ed",
    "verbs": (
        "was were had got sent came went said told wrote rang bought broke spoke met left paid ran saw did made took brought found gave began felt held "
        "built read fell"
    ),
    "kept": "agreed booked scheduled reserved planned arranged pencil fixed confirmed promised needed wanted hoped intend propos suggest decided moved postponed",
    "nouns": "bed shed need speed feed indeed",
    "subjects": "i we you he she they",
    "relatives": "how why where who which that what whom",
    "ahead": "to will shall would could if for",
}
