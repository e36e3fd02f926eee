package report

// VersionRun is what came of the scenarios on one version of Kubernetes.
type VersionRun struct {
	Kubernetes string // as it was asked for: "v1.36"
	Run        *Run   // nil when nothing could be run
	Err        error  // why there is no whole Run
}

// ByScenario has, for each scenario in the order of the runs, what it was on each version; nil where it has not come to run.
func ByScenario(runs []VersionRun) [][]*Scenario {
	var all [][]*Scenario
	at := map[string]int{}
	for i, r := range runs {
		if r.Run == nil {
			continue
		}
		for _, s := range r.Run.Scenarios {
			n, known := at[s.Place()]
			if !known {
				n = len(all)
				at[s.Place()] = n
				all = append(all, make([]*Scenario, len(runs)))
			}
			all[n][i] = s
		}
	}
	return all
}
