"""What a person does, one file a verb: each a function of a store and values, kept whole or not at all."""
