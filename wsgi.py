from moderation import create_app

application = create_app()
