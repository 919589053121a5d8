"""What the service keeps beside the articles: tokens, the schedule with its leases, webhooks, judgements of readers."""
