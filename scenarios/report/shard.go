package report

// Shard is the part of the selected scenarios that a run has if several machines run a part each.
type Shard struct {
	Number, Count int    // the second of four
	Plan          string // the same for all shards of the same scenarios with the same texts and manifests
	All           []Share
}

// Share is a selected scenario and the shard that runs it. The scenario has its names and place, but no steps.
type Share struct {
	Shard    int
	Scenario Scenario
}
