package report

// VersionRun is the result of the scenarios on one version of Kubernetes.
type VersionRun struct {
	Kubernetes string // as requested: "v1.36"
	Run        *Run   // nil if nothing could run
	Err        error  // why the run is incomplete or missing
}

// ByScenario returns, for each scenario in the order of the runs, its result on each version; nil if it did not run there.
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
