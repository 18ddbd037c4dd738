"""How sound acceptance is: what of wrong tasks it refuses and of good ones it takes."""
