"""What Exchange says of one entry, card or call, as EWS gives it in XML; what Graph gives as JSON is read by the same words.

`entry` makes a meeting of what both tell of an entry, `patterns` the rule by which it repeats, `zones` the zone a server
defines itself; `elements` takes XML apart. The shapes are those of Microsoft's types.xsd. Nothing here raises.
"""
