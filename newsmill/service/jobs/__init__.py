"""What runs beside the API: the schedule of crawls, cleaning of what is sent in, webhooks."""
