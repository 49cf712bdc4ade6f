-- The companies our people deal with; the owner is the colleague responsible for the customer.
SELECT uuid AS id, name, domains, owner FROM organisation
