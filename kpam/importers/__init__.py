"""Readers of keypoint problems that other systems wrote."""
