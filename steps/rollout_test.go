package steps

import (
	"fmt"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// workload returns a version of the workload "w" with generation 2.
func workload(kind, spec, status string) string {
	return fmt.Sprintf("{apiVersion: apps/v1, kind: %s, metadata: {name: w, namespace: a, uid: w, generation: 2}, spec: {%s}, status: {%s}}", kind, spec, status)
}

// ownPod returns a ready pod of the workload "w"; the kind of its owner does not matter.
func ownPod(name, meta string) string {
	return fmt.Sprintf("{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: a, uid: %[1]s, ownerReferences: [{controller: true, kind: X, name: w, uid: w}]%s}, "+
		"status: {conditions: [{type: Ready, status: 'True'}]}}", name, meta)
}

const leaving, wentAway = ", deletionTimestamp: '2026-01-01T00:00:00Z'", ", annotations: {gone: ''}"

// everyWord trusts each pod individually; nil means that the scenario does not change nodes, so that ready pods are only
// counted.
func everyWord(*corev1.Pod) string { return "" }

// heardOf are the two ways in which ready pods are counted.
func heardOf() map[string]func(*corev1.Pod) string {
	return map[string]func(*corev1.Pod) string{"counted": nil, "looked at": everyWord}
}

func TestRollouts(t *testing.T) {
	const all = "observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2"
	const daemons = "observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2, numberAvailable: 2"
	set := func(partition, updated int) string {
		return workload("StatefulSet", fmt.Sprintf("replicas: 2, updateStrategy: {rollingUpdate: {partition: %d}}", partition),
			strings.Replace(all, "updatedReplicas: 2", fmt.Sprintf("updatedReplicas: %d", updated), 1))
	}
	a, b := ownPod("a", ""), ownPod("b", "")
	const disagree = "its status has 2 available replicas, and 1 of its pods are ready and stay"
	for name, c := range map[string]struct {
		docs []string
		saw  string
	}{
		"done":                             {[]string{a, b, workload("Deployment", "replicas: 2", all)}, ""},
		"of the spec before":               {[]string{a, b, workload("Deployment", "replicas: 2", strings.Replace(all, "n: 2", "n: 1", 1))}, "its controller has seen generation 1, the spec is at 2"},
		"never looked at":                  {[]string{workload("Deployment", "replicas: 0", "")}, "its controller has not seen its spec yet"},
		"a pod is being deleted":           {[]string{a, ownPod("b", leaving), workload("Deployment", "replicas: 2", all)}, disagree},
		"a pod is gone":                    {[]string{a, b, ownPod("b", wentAway), workload("StatefulSet", "replicas: 2", all)}, disagree},
		"a pod of a DaemonSet is going":    {[]string{a, ownPod("b", leaving), workload("DaemonSet", "", daemons)}, disagree},
		"a DaemonSet":                      {[]string{a, b, workload("DaemonSet", "", daemons)}, ""},
		"all of the old":                   {[]string{a, b, set(0, 0)}, "0 of 2 replicas are of the current spec"},
		"one of two":                       {[]string{a, b, set(0, 1)}, "1 of 2 replicas are of the current spec"},
		"one of two, as many as it may":    {[]string{a, b, set(1, 1)}, ""},
		"a partition, not there yet":       {[]string{a, b, set(1, 0)}, "0 of 1 replicas are of the current spec"},
		"a partition above all":            {[]string{a, b, set(5, 0)}, ""},
		"a partition, and all are new":     {[]string{a, b, set(1, 2)}, ""},
		"a partition is nothing to others": {[]string{a, b, strings.Replace(set(1, 1), "StatefulSet", "Deployment", 1)}, "1 of 2 replicas are of the current spec"},
		"the deployment goes":              {[]string{a, b, strings.Replace(workload("Deployment", "replicas: 2", all), "uid: w,", "uid: w"+leaving+",", 1)}, "it is being deleted"},
		"one of the old is left":           {[]string{a, b, workload("Deployment", "replicas: 2", strings.Replace(all, "replicas: 2", "replicas: 3", 1))}, "1 replicas of an older spec are left"},
		"ready, and not yet available":     {[]string{a, b, workload("Deployment", "replicas: 2, minReadySeconds: 9", strings.Replace(all, "availableReplicas: 2", "availableReplicas: 1", 1))}, "1 of 2 replicas are available"},
		"a custom resource":                {[]string{strings.Replace(workload("Fleet", "replicas: 2", all), "apps/v1", "games.example.com/v1", 1)}, ""},
		"one that says nothing of them":    {[]string{"{apiVersion: games.example.com/v1, kind: Fleet, metadata: {name: w, namespace: a}}"}, "a fleet has no replicas"},
		"a job":                            {[]string{"{apiVersion: batch/v1, kind: Job, metadata: {name: w, namespace: a, generation: 1}}"}, `a job has no rollout: ask for its condition "Complete"`},
		"a configmap":                      {[]string{"{apiVersion: v1, kind: ConfigMap, metadata: {name: w, namespace: a}}"}, "a configmap has no rollout"},
		"a replicaset":                     {[]string{workload("ReplicaSet", "replicas: 0", "observedGeneration: 2")}, "a replicaset has no rollout"},
		"one of another group":             {[]string{"{apiVersion: games.example.com/v1, kind: Deployment, metadata: {name: w, namespace: a, generation: 1}}"}, "a deployment has no replicas"},
	} {
		v := viewtest.See(t, c.docs...)
		last := v[len(v)-1]
		for how, heard := range heardOf() {
			viewtest.Verdict(t, name+", "+how, objects.RolloutDone(v, last.Ref, last.Object, heard), c.saw)
		}
	}
}

func TestReadyReplicas(t *testing.T) {
	const two = "observedGeneration: 2, readyReplicas: 2"
	a, b := ownPod("a", ""), ownPod("b", "")
	for name, c := range map[string]struct {
		docs  []string
		count int64
		saw   string
	}{
		"both":                         {[]string{a, b, workload("Deployment", "replicas: 2", two)}, 2, ""},
		"one is on its way out":        {[]string{a, ownPod("b", leaving), workload("StatefulSet", "replicas: 2", two)}, 2, "its status has 2 ready replicas, and 1 of its pods are ready and stay"},
		"one, and the status lags":     {[]string{a, ownPod("b", leaving), workload("StatefulSet", "replicas: 2", two)}, 1, "2 of 2 replicas are ready"},
		"none, and one is ready":       {[]string{a, workload("Deployment", "replicas: 0", "observedGeneration: 2")}, 0, "its status has 0 ready replicas, and 1 of its pods are ready and stay"},
		"none":                         {[]string{ownPod("a", leaving), workload("Deployment", "replicas: 0", "observedGeneration: 2")}, 0, ""},
		"none, but of the spec before": {[]string{workload("Deployment", "replicas: 0", "observedGeneration: 1")}, 0, "its controller has seen generation 1, the spec is at 2"},
		"none, of a configmap":         {[]string{"{apiVersion: v1, kind: ConfigMap, metadata: {name: w, namespace: a}}"}, 0, "a configmap has no replicas"},
		"none, of a job":               {[]string{"{apiVersion: batch/v1, kind: Job, metadata: {name: w, namespace: a}, spec: {completions: 1}}"}, 0, "a job has no replicas"},
		"of a custom resource":         {[]string{"{apiVersion: x.example.com/v1, kind: Fleet, metadata: {name: w, namespace: a}, spec: {replicas: 3}, status: {readyReplicas: 3}}"}, 3, ""},
	} {
		v := viewtest.See(t, c.docs...)
		last := v[len(v)-1]
		for how, heard := range heardOf() {
			viewtest.Verdict(t, name+", "+how, hasReady(v, last.Ref, last.Object, c.count, heard), c.saw)
		}
	}
}

func TestReplaced(t *testing.T) {
	old := map[types.UID]bool{"a": true}
	w := workload("Deployment", "replicas: 1", "")
	for name, c := range map[string]struct {
		docs []string
		saw  string
	}{
		"not begun":                  {[]string{w, ownPod("a", "")}, "1 old pod left, 0 of 1 new ones ready"},
		"the old one is ending":      {[]string{w, ownPod("a", leaving), ownPod("b", "")}, "1 old pod left, 1 of 1 new ones ready"},
		"it is gone":                 {[]string{w, ownPod("a", leaving), ownPod("a", wentAway), ownPod("b", "")}, ""},
		"the new one goes too":       {[]string{w, ownPod("a", wentAway), ownPod("b", leaving)}, "0 old pods left, 0 of 1 new ones ready"},
		"a new one of the same name": {[]string{w, ownPod("a", wentAway), strings.Replace(ownPod("a", ""), "uid: a", "uid: c", 1)}, ""},
	} {
		v := viewtest.See(t, c.docs...)
		viewtest.Verdict(t, name, replaced(v, v[0].Ref, old), c.saw)
	}
}

func TestAvailableFromTheBeginning(t *testing.T) {
	v := viewtest.See(t, ownPod("a", ""), ownPod("b", leaving), workload("Deployment", "replicas: 2", "observedGeneration: 2, availableReplicas: 2"))
	last := v[len(v)-1]
	for how, heard := range heardOf() {
		viewtest.Verdict(t, "it begins, "+how, hasAvailable(v, last.Ref, last.Object, 2, heard), "its status has 2 available replicas, and 1 of its pods are ready and stay")
	}
	viewtest.Verdict(t, "it goes on", staysAvailable(last.Ref, last.Object, 2), "")
	v = viewtest.See(t, ownPod("a", ""), workload("Deployment", "replicas: 1", "observedGeneration: 1, availableReplicas: 1"))
	last = v[len(v)-1]
	viewtest.Verdict(t, "it begins after a change", hasAvailable(v, last.Ref, last.Object, 1, everyWord), "its controller has seen generation 1, the spec is at 2")
	viewtest.Verdict(t, "it goes on after a change", staysAvailable(last.Ref, last.Object, 1), "")
}

func TestAPodOfANodeThatWasSwitchedOff(t *testing.T) {
	v := viewtest.See(t, ownPod("a", ""), ownPod("b", ""), workload("Deployment", "replicas: 2", "observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2"))
	last := v[len(v)-1]
	before := func(pod *corev1.Pod) string {
		return strings.Repeat("that is from before", strings.Count(pod.Name, "b"))
	}
	viewtest.Verdict(t, "a rollout", objects.RolloutDone(v, last.Ref, last.Object, before), "its status has 2 available replicas, and 1 of its pods are ready and stay")
	viewtest.Verdict(t, "ready replicas", hasReady(v, last.Ref, last.Object, 2, before), "its status has 2 ready replicas, and 1 of its pods are ready and stay")
}
