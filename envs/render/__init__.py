"""Pictures, depth, segmentation and point clouds of world states, and videos of them."""
