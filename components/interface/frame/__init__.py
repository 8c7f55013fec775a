"""One visitor: session, language, links, menu, server, learner, drawing permits."""
