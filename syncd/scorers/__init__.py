"""The scorers that need more than the core: a trained model's file, an embedding package, a service that is asked.

Each is loaded only where the config names it; where one cannot be used, the rules judge.
"""
