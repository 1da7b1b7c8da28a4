"""What a release carries: an archive, its software bill of materials, and the checksums of both."""
