"""Frequent English words, by which the language of a text is known: a table only, words parted by spaces."""

from __future__ import annotations

STOP_WORDS = (
    "the and of to a in is it you that he was for on are with as i his they be at one have this from or had by but what all were we "
    "when your can said there use an each which she do how their if will up about out many then them these so some her would make "
    "like him has look more could go see no my than been who its now did get may i'll i'm we'll we're you're it's don't can't won't "
    "let's i've please thanks thank hi hello dear tomorrow today yesterday monday tuesday wednesday thursday friday saturday sunday "
    "send call back sent soon regards attached not our us me week month until before after ok okay yes just only any here should must "
    "shall need want know also very well much new old invoice offer price order meeting done sorry fyi asap "
)
