package world

import (
	"maps"

	"github.com/gherkind/gherkind/internal/kube"
)

// State has the names of a scenario and its changes to machines. The meaning of names in the next steps depends on it, and a
// replay restores it after each action, because it does not repeat actions.
type State struct {
	Namespaces     map[string]string   `json:"namespaces,omitempty"`     // alias → real name
	SetUp          []string            `json:"setUp,omitempty"`          // those of them that belong to the set-up
	Current        string              `json:"current,omitempty"`        // alias of the namespace used last
	Applied        map[string]string   `json:"applied,omitempty"`        // key → alias of the namespace it was applied to
	Brought        []kube.Ref          `json:"brought,omitempty"`        // see World.Brought
	Declared       bool                `json:"declared,omitempty"`       // see World.Declared
	Called         map[string]kube.Ref `json:"called,omitempty"`         // key → object with this name in the scenario
	Power          map[string]Power    `json:"power,omitempty"`          // node → what was done to its machine
	StoppedControl bool                `json:"stoppedControl,omitempty"` // see World.StoppedControl
}

// State returns the current state of the scenario.
func (w *World) State() State {
	return State{
		Namespaces: maps.Clone(w.namespaces), SetUp: w.SetUpNamespaces(), Current: w.current,
		Applied: maps.Clone(w.applied), Brought: w.Brought(), Declared: w.declared, Called: maps.Clone(w.called), Power: maps.Clone(w.power),
		StoppedControl: w.stoppedControl,
	}
}

// Restore adds the names that the scenario had at another time. Names that it has given to objects since then are kept.
func (w *World) Restore(s State) {
	w.current = s.Current
	maps.Copy(w.namespaces, s.Namespaces)
	w.visits(s.SetUp)
	maps.Copy(w.applied, s.Applied)
	maps.Copy(w.called, s.Called)
	w.brought, w.declared = s.Brought, s.Declared
	w.stoppedControl = s.StoppedControl
	w.power = maps.Clone(s.Power)
	if w.power == nil {
		w.power = map[string]Power{}
	}
}

func (w *World) visits(namespaces []string) {
	for _, name := range namespaces {
		w.visited[name] = true
	}
}

// Secrets reports whether steps have used a Secret since the last call, because the values of Secrets are not recorded.
func (w *World) Secrets() bool {
	was := w.secrets
	w.secrets = false
	return was
}
