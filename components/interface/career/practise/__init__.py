"""The page *Practise*: reviews, decks, interviews and the clinic."""
