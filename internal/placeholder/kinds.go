package placeholder

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/kinds"
	"github.com/gherkind/gherkind/steps/step"
)

// kindSet is the kinds that a step is for.
type kindSet struct {
	name   string   // of the placeholder
	what   string   // what they have in common, after "for"
	kinds  []string // singular, in the order in which they are listed
	custom bool     // custom resources may be such, too; only the cluster knows
	advice string   // what to write of custom resources, where they are none
}

// ofCustom is for what is not known of custom resources: each says in its own way when it is rolled out.
const ofCustom = `of a custom resource ask for what its controller says: has the condition "Ready", has "3" at "{.status.updatedReplicas}"`

// kindSets are the placeholders for kinds, besides {kind}, which takes any.
func kindSets() []kindSet {
	return []kindSet{
		{"rollout", "what rolls out a new version", []string{"deployment", "statefulset", "daemonset"}, false, ofCustom},
		{"scalable", "what can be scaled", []string{"deployment", "statefulset", "replicaset", "replicationcontroller"}, true, ""},
		{"workload", "what keeps a number of pods", []string{"deployment", "statefulset", "daemonset", "replicaset", "replicationcontroller"}, true, ""},
		{"pod-owner", "what pods are made for", []string{
			"deployment", "statefulset", "daemonset", "replicaset", "replicationcontroller", "job", "cronjob",
		}, true, ""},
	}
}

// kindTypes are the types of those placeholders.
func kindTypes() []step.Type {
	var types []step.Type
	for _, set := range kindSets() {
		types = append(types, step.Type{
			Name: set.name, Pattern: kindPattern, Example: set.kinds[0], Parse: set.parse,
			Doc: fmt.Sprintf("A kind, as kubectl takes it, of %s: %s.", set.what, set.list()),
		})
	}
	return types
}

// IsKind reports whether a placeholder stands for a kind.
func IsKind(placeholder string) bool {
	return placeholder == "kind" || slices.ContainsFunc(kindSets(), func(set kindSet) bool { return set.name == placeholder })
}

const kindPattern = `[A-Za-z][A-Za-z0-9.-]*`

// parse refuses a kind of Kubernetes that is not in the set, before anything is run. What Kubernetes does not have may
// be a custom resource.
func (s kindSet) parse(text string, _ step.Place) (any, error) {
	for _, k := range kinds.PodOwners {
		if k.Called(text) && slices.Contains(s.kinds, k.Singular) {
			return text, nil
		}
	}
	if s.custom && !kinds.BuiltIn(text) {
		return text, nil
	}
	if advice := s.advice; advice != "" && !kinds.BuiltIn(text) {
		return nil, fmt.Errorf("this step is for %s: %s; %s", s.what, s.list(), advice)
	}
	return nil, fmt.Errorf("this step is for %s: %s", s.what, s.list())
}

// list names the kinds of the set by all their names.
func (s kindSet) list() string {
	var names []string
	for _, k := range kinds.PodOwners {
		if slices.Contains(s.kinds, k.Singular) {
			names = append(names, k.String())
		}
	}
	if s.custom {
		names = append(names, "custom resources")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
