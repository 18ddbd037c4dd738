"""Brings one's own assets in: PartNet-Mobility directories, URDFs and meshes become folders that the catalog reads."""
