"""How each kind of thing looks to the phones. Every function answers {id: {bucket: body}} for the ids it is given.

An area's bucket has the thing in full. A contract's bucket is an allow-list: what a body has there is named there.
"""
