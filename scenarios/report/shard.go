package report

// Shard is the part of the chosen scenarios that a run has, where several machines run a part each.
type Shard struct {
	Number, Count int    // the second of four
	Plan          string // the same for all shards of the same scenarios with the same texts and manifests
	All           []Share
}

// Share is a chosen scenario, and which shard runs it. The scenario has its names and place, and no steps.
type Share struct {
	Shard    int
	Scenario Scenario
}
