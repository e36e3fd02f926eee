// Package release provides the objects of Helm charts as manifests: as far as they are known before a run, and as they are
// applied to a cluster.
package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/values"
)

// Chart is a chart that steps use.
type Chart struct {
	*chart.Chart

	mu      sync.Mutex
	planned map[string]planned
}

type planned struct {
	set *Set
	err error
}

// Use is a chart with the parameters of a step.
type Use struct {
	Chart   *Chart
	Release string
	Values  chart.Values
	Upgrade bool // of an existing release
}

// Set are the objects of a release.
type Set struct {
	Definitions []*kube.Manifest // CustomResourceDefinitions
	Hooks       []Hook
	Objects     []*kube.Manifest // in the order in which Helm applies them
}

// Hook is an object that is created at an event.
type Hook struct {
	chart.Hook
	Manifest *kube.Manifest
}

// At returns the hooks for an event, in order.
func (s *Set) At(event chart.Event) []Hook {
	var hooks []Hook
	for _, h := range s.Hooks {
		if slices.Contains(h.Events, event) {
			hooks = append(hooks, h)
		}
	}
	slices.SortStableFunc(hooks, func(a, b Hook) int { return a.Weight - b.Weight })
	return hooks
}

// All returns the manifests in the order in which an installation applies them, without hooks that never run.
func (s *Set) All() []*kube.Manifest {
	all := slices.Clone(s.Definitions)
	var after []*kube.Manifest
	for _, h := range s.Hooks {
		switch {
		case h.Before():
			all = append(all, h.Manifest)
		case h.After():
			after = append(after, h.Manifest)
		}
	}
	return slices.Concat(all, s.Objects, after)
}

// Planned returns the objects as far as they are known before the run. It returns nil without an error if they depend on values
// that steps note.
func (u Use) Planned() (*Set, error) {
	key := fmt.Sprintf("%s %t %v", u.Release, u.Upgrade, u.Values)
	u.Chart.mu.Lock()
	defer u.Chart.mu.Unlock()
	if known, is := u.Chart.planned[key]; is {
		return known.set, known.err
	}
	set, err := u.render(u.request())
	if err != nil && values.Waits(fmt.Sprint(u.Values)) {
		set, err = nil, nil
	}
	if u.Chart.planned == nil {
		u.Chart.planned = map[string]planned{}
	}
	u.Chart.planned[key] = planned{set, err}
	return set, err
}

// Render renders the chart for a cluster.
func (u Use) Render(namespace string, revision int, cluster chart.Capabilities) (*Set, error) {
	request := u.request()
	request.Namespace, request.Revision, request.Cluster = namespace, revision, &cluster
	return u.render(request)
}

func (u Use) request() chart.Request {
	r := chart.Request{Release: u.Release, Namespace: chart.Namespace, Revision: 1, Upgrade: u.Upgrade, Values: u.Values}
	if u.Upgrade {
		r.Revision = 2
	}
	return r
}

// Record adds what the chart renders to before the run to a recording; text returns the recorded form of each object.
func (u Use) Record(to *chart.Record, text func(*kube.Manifest) ([]byte, error)) error {
	set, err := u.Planned()
	if err != nil || set == nil {
		return err
	}
	out := &chart.Rendered{}
	for _, m := range set.All() {
		data, err := text(m)
		if err != nil {
			return err
		}
		out.Objects = append(out.Objects, chart.Document{Path: m.Path, Text: string(data)})
	}
	return to.Add(u.request(), out)
}

func (u Use) render(r chart.Request) (*Set, error) {
	out, err := u.Chart.Render(r)
	if err != nil {
		return nil, err
	}
	set, errs := &Set{}, []error{}
	manifest := func(d chart.Document) *kube.Manifest {
		m, err := u.manifest(d, r.Namespace)
		errs = append(errs, err)
		return m
	}
	for _, d := range out.Definitions {
		set.Definitions = append(set.Definitions, manifest(d))
	}
	for _, h := range out.Hooks {
		set.Hooks = append(set.Hooks, Hook{h, manifest(h.Document)})
	}
	for _, d := range out.Objects {
		set.Objects = append(set.Objects, manifest(d))
	}
	return set, errors.Join(errs...)
}

// rendered follows the path of a template if line numbers refer to the rendered text.
const rendered = " (rendered)"

func (u Use) manifest(d chart.Document, namespace string) (*kube.Manifest, error) {
	m, err := kube.ParseManifest(strings.TrimSuffix(d.Path, rendered)+rendered, []byte(d.Text))
	if err != nil {
		return nil, err
	}
	m.Folder, m.From = u.Chart.Path, u.Chart.Files
	for _, doc := range m.Docs {
		if doc.Object.GetNamespace() == namespace { // like objects without a namespace
			doc.Object.SetNamespace("")
		}
	}
	return m, nil
}

// Print returns a hash of everything that determines the objects, except the cluster.
func (u Use) Print() string {
	text, err := json.Marshal(u.Values)
	if err != nil {
		text = fmt.Append(nil, u.Values) // not a YAML number: any stable text will do
	}
	return fmt.Sprintf("%s %s %t %s", u.Chart.Print(), u.Release, u.Upgrade, text)
}
