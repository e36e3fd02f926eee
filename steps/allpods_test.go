package steps

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// onFirst assigns a pod from ownPod to node "n1".
func onFirst(pod string) string {
	return strings.Replace(pod, "status:", "spec: {nodeName: n1}, status:", 1)
}

func TestAllPods(t *testing.T) {
	const two = "observedGeneration: 2, replicas: 2, updatedReplicas: 2"
	a, b, c := onFirst(ownPod("a", "")), onFirst(ownPod("b", "")), onFirst(ownPod("c", ""))
	job := func(spec string) string {
		return fmt.Sprintf("{apiVersion: batch/v1, kind: Job, metadata: {name: w, namespace: a, uid: w, generation: 1}, spec: {%s}}", spec)
	}
	for name, tc := range map[string]struct {
		docs []string
		saw  string
	}{
		"both":                           {[]string{a, b, workload("Deployment", "replicas: 2", two)}, ""},
		"one goes":                       {[]string{a, onFirst(ownPod("b", leaving)), workload("Deployment", "replicas: 2", two)}, `it has 1 of 2 pods: 1 pod on "n1"`},
		"one was evicted, and replaced":  {[]string{a, b, strings.Replace(c, "status: {", "status: {phase: Failed, ", 1), workload("Deployment", "replicas: 2", two)}, ""},
		"the spec is newer":              {[]string{a, b, workload("Deployment", "replicas: 2", "observedGeneration: 1")}, "its controller has seen generation 1, the spec is at 2"},
		"the pods are of the old spec":   {[]string{a, b, workload("Deployment", "replicas: 2", strings.Replace(two, "updatedReplicas: 2", "updatedReplicas: 0", 1))}, "0 of 2 replicas are of the current spec"},
		"they stay so with OnDelete":     {[]string{a, b, workload("StatefulSet", "replicas: 2, updateStrategy: {type: OnDelete}", "observedGeneration: 2, replicas: 2")}, ""},
		"one stays so with a partition":  {[]string{a, b, workload("StatefulSet", "replicas: 2, updateStrategy: {rollingUpdate: {partition: 1}}", "observedGeneration: 2, replicas: 2, updatedReplicas: 1")}, ""},
		"a DaemonSet that nobody saw":    {[]string{workload("DaemonSet", "", "")}, "its controller has not seen its spec yet"},
		"a DaemonSet of the spec before": {[]string{a, workload("DaemonSet", "", "observedGeneration: 1, desiredNumberScheduled: 1, updatedNumberScheduled: 1")}, "its controller has seen generation 1, the spec is at 2"},
		"the workload goes":              {[]string{a, b, strings.Replace(workload("Deployment", "replicas: 2", two), "uid: w,", "uid: w"+leaving+",", 1)}, "it is being deleted"},
		"no replicas":                    {[]string{workload("Deployment", "replicas: 0", "observedGeneration: 2")}, `deployment "w" is to have 0 pods: nothing can be said of all of none`},
		"a job":                          {[]string{a, job("parallelism: 1, completions: 1")}, ""},
		"a job, and what has failed":     {[]string{a, b, c, job("parallelism: 2, completions: 2")}, ""},
		"a job that has one of two":      {[]string{a, job("parallelism: 2, completions: 5")}, `it has 1 of 2 pods: 1 pod on "n1"`},
		"a job that needs one only":      {[]string{a, job("parallelism: 4, completions: 1")}, ""},
		"a job with a queue":             {[]string{a, job("parallelism: 2")}, `it has 1 of 2 pods: 1 pod on "n1"`},
		"a job that is suspended":        {[]string{job("suspend: true, parallelism: 1, completions: 1")}, `job "w" is to have 0 pods: nothing can be said of all of none`},
	} {
		v := viewtest.See(t, tc.docs...)
		if _, saw := objects.AllPods(v, v[len(v)-1].Ref); saw != tc.saw {
			t.Errorf("%s:\n saw %q\nwant %q", name, saw, tc.saw)
		}
	}
}

// TestOnlyPod: if a workload has several pods, the first of them is not "the only pod".
func TestOnlyPod(t *testing.T) {
	a, b := onFirst(ownPod("a", "")), onFirst(ownPod("b", ""))
	job := func(spec string) string {
		return fmt.Sprintf("{apiVersion: batch/v1, kind: Job, metadata: {name: w, namespace: a, uid: w, generation: 1}, spec: {%s}}", spec)
	}
	for name, c := range map[string]struct {
		docs []string
		saw  string
	}{
		"the first of two replicas": {[]string{a, workload("Deployment", "replicas: 2", "observedGeneration: 2")}, `it has 1 of 2 pods: 1 pod on "n1"`},
		"the first of a job's two":  {[]string{a, job("parallelism: 2, completions: 2")}, `it has 1 of 2 pods: 1 pod on "n1"`},
		"one of an older spec":      {[]string{a, workload("Deployment", "replicas: 1", "observedGeneration: 1, replicas: 1")}, "its controller has seen generation 1, the spec is at 2"},
		"both of two":               {[]string{a, b, job("parallelism: 2, completions: 2")}, `job "w" has 2 pods`},
		"one, and one that failed":  {[]string{a, b, job("parallelism: 1, completions: 1")}, `job "w" has 2 pods`},
		"the only one":              {[]string{a, job("parallelism: 1, completions: 1")}, ""},
	} {
		v := viewtest.See(t, c.docs...)
		pod, saw := onlyPod(v, v[len(v)-1].Ref)
		if saw != c.saw || (pod == nil) != (saw != "") {
			t.Errorf("%s: %v, saw %q, want %q", name, pod, saw, c.saw)
		}
	}
}

func TestNobodyAsksAPodOnItsWayOut(t *testing.T) {
	with := func(pod string) string {
		return strings.Replace(pod, "status:", "spec: {nodeName: n1, containers: [{name: c}]}, status:", 1)
	}
	for name, c := range map[string]struct{ doc, err, place string }{
		"it stays": {with(ownPod("a", "")), "", ""},
		"it goes":  {with(ownPod("a", leaving)), `pod "a" is being deleted`, `pod "a" is being deleted; it is on node "n1"`},
		"it went":  {with(ownPod("a", wentAway)), `there is no pod "a"`, `there is no pod "a"`},
	} {
		v := viewtest.See(t, c.doc)
		if _, err := objects.Staying(v, v[0].Ref); (err != nil || c.err != "") && (err == nil || err.Error() != c.err) {
			t.Errorf("%s: %v, want %q", name, err, c.err)
		}
		if node, saw := objects.NodeOf(v, v[0].Ref); saw != c.place || (node == "") != (saw != "") {
			t.Errorf("%s: on node %q, %q; want %q", name, node, saw, c.place)
		}
	}
}
