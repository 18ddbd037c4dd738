"""The author that needs no model: what it proposes and mends comes from the catalog's affordances and a seed."""
