package assert

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/selection"

	"github.com/gherkind/gherkind/internal/kinds"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// A check for absence is also met by a misspelt name. It is not refused, but warns.

// WarnAbsent warns if an absent object never existed and nothing else in the scenario has its name, or if the check follows
// right after an action that may still create the object.
func WarnAbsent(ctx context.Context, w *world.World, ref kube.Ref, ending step.Ending) {
	var problem string
	never := false
	w.Timeline.View(func(v observe.View) {
		never = len(v.History(ref)) == 0
		problem = nameless(v, w.Scenario, step.Text(ctx), ref)
	})
	if problem == "" && never && InPassing(ctx, w, ending) {
		problem = fmt.Sprintf("there was no %s yet, right after an action of which one may still come: write `for 3s`, or await first what the action leads to", ref)
	}
	if problem != "" {
		w.Warn("%s", problem)
	}
}

// nameless says why the absence of an object proves little; "" if the name occurs elsewhere in the scenario.
func nameless(v observe.View, s world.Scenario, running string, ref kube.Ref) string {
	if len(v.History(ref)) > 0 {
		return ""
	}
	if owner := ownerCalled(s, ref, ref.Name); owner != "" {
		return fmt.Sprintf("no pod is called %q: the %s is, and its pods have longer names; count them by their labels", ref.Name, owner)
	}
	if of := ordinal.FindStringSubmatch(ref.Name); of != nil {
		if owner := ownerCalled(s, ref, of[1]); owner != "" && owner != "statefulset" {
			return fmt.Sprintf("no pod is called %q: only the pods of a statefulset are numbered, and those of %s %q have longer names; count them by their labels", ref.Name, owner, of[1])
		}
	}
	names := objects.SeenNames(v, ref.Kind)
	for _, obj := range s.Objects {
		names = append(names, obj.GetName())
	}
	said := saidElsewhere(s, running)
	if slices.Contains(said, ref.Name) || slices.ContainsFunc(names, func(n string) bool { return isOrMade(ref.Name, n) }) {
		return ""
	}
	slices.Sort(names)
	return fmt.Sprintf("there never was a %s, and nothing else in the scenario has this name%s", ref, objects.NearestOf(ref.Name, slices.Compact(names)))
}

// isOrMade reports whether a name is another one, or one that a controller derives from it: "db-0" from "db".
func isOrMade(name, of string) bool { return name == of || strings.HasPrefix(name, of+"-") }

// ownerCalled is the kind of a workload in the manifests whose name was used as the name of a pod.
func ownerCalled(s world.Scenario, ref kube.Ref, name string) string {
	for _, obj := range s.Objects {
		if ref.Kind.GVK.GroupKind() == objects.KindPod && kinds.OwnsPods(obj.GroupVersionKind().GroupKind()) && obj.GetName() == name {
			return strings.ToLower(obj.GetKind())
		}
	}
	return ""
}

// ordinal matches the name of a pod of a StatefulSet.
var ordinal = regexp.MustCompile(`^(.+)-\d+$`)

// saidElsewhere are the names and labels in the other steps of the scenario.
func saidElsewhere(s world.Scenario, running string) []string {
	var all []string
	for _, text := range slices.Sorted(maps.Keys(s.Said)) {
		if text != running {
			all = append(all, s.Said[text]...)
		}
	}
	return all
}

// WarnNoLabels warns of a count of 0 by a label that nothing in the scenario has.
func WarnNoLabels(ctx context.Context, w *world.World, timeline *observe.Timeline, selector labels.Selector) {
	var problems []string
	timeline.View(func(v observe.View) {
		problems = labelless(v, w.Scenario, step.Text(ctx), selector, timeline == w.Timeline)
	})
	for _, problem := range problems {
		w.Warn("%s", problem)
	}
}

// labelless says which of the counted labels prove little. In a namespace that does not belong to the scenario, only a
// label similar to an existing one counts as a mistake.
func labelless(v observe.View, s world.Scenario, running string, selector labels.Selector, own bool) []string {
	known := map[string]bool{}
	for _, o := range v.All() {
		noteLabels(known, o.Object.GetLabels())
	}
	for _, obj := range s.Objects {
		labelsWithin(known, obj.Object)
	}
	for _, said := range saidElsewhere(s, running) {
		known[said] = true
	}
	var problems []string
	for _, wanted := range MissingLabels(selector, known) {
		near := words.Nearest(wanted, slices.Sorted(maps.Keys(known)))
		if near == "" && !own {
			continue
		}
		if near != "" {
			near = "; nearest: " + near
		}
		problems = append(problems, fmt.Sprintf("nothing in the scenario ever had the label %s%s", wanted, near))
	}
	return problems
}

// MissingLabels are the labels that the selector asks for and no object has: "app=wbe", or a key alone.
func MissingLabels(selector labels.Selector, known map[string]bool) []string {
	requirements, _ := selector.Requirements()
	var missing []string
	for _, r := range requirements {
		var wanted []string
		switch r.Operator() {
		case selection.Equals, selection.DoubleEquals, selection.In:
			for _, value := range r.Values().List() {
				wanted = append(wanted, r.Key()+"="+value)
			}
		case selection.Exists:
			wanted = []string{r.Key()}
		case selection.NotEquals, selection.NotIn, selection.DoesNotExist, selection.GreaterThan, selection.LessThan:
		}
		if !slices.ContainsFunc(wanted, func(l string) bool { return known[l] }) {
			missing = append(missing, wanted...)
		}
	}
	return missing
}

// noteLabels records each label as key=value, and its key.
func noteLabels(known map[string]bool, set map[string]string) {
	for key, value := range set {
		known[key], known[key+"="+value] = true, true
	}
}

// labelsWithin records everything below "labels", "matchLabels" or "selector" anywhere in an object: the labels of its
// pods, and those that it selects.
func labelsWithin(known map[string]bool, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if set, is := inner.(map[string]any); is && slices.Contains([]string{"labels", "matchLabels", "selector"}, key) {
				for k, text := range set {
					noteLabels(known, map[string]string{k: fmt.Sprint(text)})
				}
			}
			labelsWithin(known, inner)
		}
	case []any:
		for _, inner := range v {
			labelsWithin(known, inner)
		}
	}
}
