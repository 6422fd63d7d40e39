"""The pages, one file a subject: each function answers one address for one desk."""
