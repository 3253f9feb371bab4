"""Sales to somebody who collected for another: who did, as whose collector, and what whose points they are is told."""
