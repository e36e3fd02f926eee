package scenarios

import (
	"cmp"
	"errors"

	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Planned has the scenarios that a run would run on one cluster.
type Planned struct {
	// Cluster has the name, topology and add-ons that the run would use.
	Cluster cluster.Options
	// Version is the Kubernetes version; "" if it is not known without the cluster.
	Version string
	// Simulated is how many simulated nodes the cluster would have.
	Simulated int
	// Scenarios are in the order of the features. One that would be skipped has the status Skipped, and its Err gives the
	// reason. Warnings are those that are known before the run.
	Scenarios []*report.Scenario
	// Here says, with OnCluster, why the command itself runs a scenario, by its ID. Pods run the others.
	Here map[string]string
}

// DryRun performs the checks of a run that need no cluster, and returns what would run where. Its error is that of Run.
func DryRun(options Options) ([]Planned, error) {
	o, p, err := options.plan()
	if err != nil {
		return nil, err
	}
	if o.OnCluster != nil {
		if err := o.checkOnCluster(); err != nil {
			return nil, &UsageError{Err: err}
		}
	}
	groups := p.Groups(o.Cluster)
	if err := errors.Join(o.Cluster.Check(), p.CheckShapes(groups, o.Connected), p.CheckReach(groups, o.Connected, plan.Allowed{NodeChanges: o.AllowNodeChanges, Commands: o.AllowCommands})); err != nil {
		return nil, err
	}
	if err := groups[0].Possible(); err != nil {
		return nil, err
	}
	_, models := p.Result()
	var all []Planned
	for _, g := range groups {
		one := Planned{Cluster: g.Cluster, Version: versionOf(g.Cluster), Here: map[string]string{}, Simulated: g.Simulated}
		if p.SetUp != nil {
			_, model := p.SetUpOf(g)
			one.Scenarios = append(one.Scenarios, model)
			if o.OnCluster != nil {
				one.Here[model.ID] = setUpHere
			}
		}
		for _, pickle := range g.Pickles {
			model := models[pickle]
			p.Foresee(pickle, model)
			if why := p.StaysHere(pickle); o.OnCluster != nil && why != "" {
				one.Here[pickle.ID] = why
			}
			if err := g.Possible(); err != nil {
				model.Status, model.Err = report.Skipped, err.Error()
			} else if status, why := plan.Unfit(pickle.Tags, one.Version+".0"); one.Version != "" && why != "" { // tags contain no patch version
				model.Status, model.Err = status, why
			}
			one.Scenarios = append(one.Scenarios, model)
		}
		all = append(all, one)
	}
	return all, nil
}

// setUpHere is why the command itself makes the set-up.
const setUpHere = "all pods use what is set up once, before they start"

// versionOf returns the version that a cluster would have, if that is known without asking it.
func versionOf(o cluster.Options) string {
	if o.Foreign() || o.NodeImage != "" {
		return ""
	}
	return cmp.Or(o.Kubernetes, cluster.DefaultKubernetes())
}
