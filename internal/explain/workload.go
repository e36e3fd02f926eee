package explain

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// workload explains an object that creates pods: why a pod could not be created, why existing pods are not ready, and what the
// rollout status says, in this order. An object of another kind is explained by the pods behind it.
func (x *index) workload(o *unstructured.Unstructured) []finding {
	state, known, err := x.progressOf(o)
	if err != nil {
		return unreadable(o, err)
	}
	if known && state.complete {
		return x.ahead(o, state)
	}
	out := x.creation(o, state)
	pods := x.podsBehind(o)
	if state.kind == kindJob {
		pods = append(pods, x.goneOf(o, kindPod)...)
	}
	out = append(out, x.oldTemplate(o, pods)...)
	out = append(out, x.pods(pods, state)...)
	if known {
		if state.hint.Empty() {
			state.hint = x.lookAt(o, len(out) > 0)
		}
		out = append(out, state.stuck(o))
	}
	return out
}

// ahead reports problems of the pods of a workload whose status says that all is well: the controller may not have noticed them
// yet. It has already replaced pods in a final phase.
func (x *index) ahead(o *unstructured.Unstructured, state progress) []finding {
	if state.kind == kindJob {
		return nil
	}
	pods := slices.DeleteFunc(x.podsBehind(o), func(pod *unstructured.Unstructured) bool {
		p := x.podOf(pod)
		return p.err != nil || p.over() || p.pod.DeletionTimestamp != nil
	})
	return slices.DeleteFunc(x.pods(pods, state), func(f finding) bool { return OnItsWay(f.Code) })
}

// lookAt returns the hint if the workload itself says nothing.
func (x *index) lookAt(o *unstructured.Unstructured, explained bool) say.Text {
	if explained {
		return say.Textf("look at the pods' own reasons above")
	}
	return moreTimeOr(say.Textf("look at its events: %s", x.look(kubectl("describe", o), "events.txt")))
}

// podsBehind returns the pods of a workload. For a Deployment only those of its newest ReplicaSet count: the others are
// terminating.
func (x *index) podsBehind(o *unstructured.Unstructured) []*unstructured.Unstructured {
	if newest := x.newestReplicaSet(o); newest != nil {
		return x.owned(newest, kindPod)
	}
	out := x.owned(o, kindPod)
	for _, kind := range []string{kindDeployment, kindReplicaSet, kindStatefulSet, kindDaemonSet, kindJob} {
		for _, child := range x.owned(o, kind) {
			out = append(out, x.podsBehind(child)...)
		}
	}
	return out
}

// newestReplicaSet returns the ReplicaSet that a Deployment is rolling out, or nil for other kinds.
func (x *index) newestReplicaSet(o *unstructured.Unstructured) *unstructured.Unstructured {
	if o.GetKind() != kindDeployment {
		return nil
	}
	const revision = "deployment.kubernetes.io/revision"
	var newest *unstructured.Unstructured
	for _, rs := range x.owned(o, kindReplicaSet) {
		if newest == nil || number(rs.GetAnnotations()[revision]) > number(newest.GetAnnotations()[revision]) {
			newest = rs
		}
	}
	return newest
}

// pods explains several pods together: each cause is listed once, with the first pod that has it and the number of further
// ones.
func (x *index) pods(pods []*unstructured.Unstructured, s progress) []finding {
	var out []finding
	more := map[string]int{}
	all := x.perPod(pods, s)
	deepestFirst(all)
	for _, found := range all {
		for _, f := range found {
			if n, seen := more[f.Code]; seen {
				more[f.Code] = n + 1
				continue
			}
			more[f.Code] = 0
			out = append(out, f)
		}
	}
	for i := range out {
		if n := more[out[i].Code]; n > 0 {
			out[i].Sentence = say.Textf("%s (the same for %s)", out[i].Sentence, say.Times("more pod", n))
		}
	}
	return out
}

// ofPod is a sentence about a pod that was already named: in English it does not repeat the name.
type ofPod struct{ sentence say.Text }

func (o ofPod) String() string { return strings.TrimPrefix(o.sentence.String(), "the pod ") }

// Text implements say.Texter.
func (o ofPod) Text() say.Text { return o.sentence }

// perPod returns the findings of each pod that has some, with the pod's name before the sentence.
func (x *index) perPod(pods []*unstructured.Unstructured, s progress) [][]finding {
	var out [][]finding
	for _, o := range pods {
		found := x.podOf(o).findings(present)
		if s.kind == kindJob {
			found = x.ofJob(o, s)
		}
		if !s.waitsForEnds {
			found = slices.DeleteFunc(found, func(f finding) bool { return f.Code == PodTerminating })
		}
		if len(found) == 0 {
			continue
		}
		for i := range found {
			found[i].Sentence = say.Textf("pod %q: %s", o.GetName(), ofPod{found[i].Sentence})
		}
		out = append(out, found)
	}
	return out
}
