package explain

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// made are situations that were not recorded as such: a recording with one change, usually because the change would have harmed
// the cluster.
func made() map[string]func(testing.TB) (Facts, Subject) {
	return map[string]func(testing.TB) (Facts, Subject){
		"node lost, pod":    nodeLostPod,
		"node lost, node":   lostNode,
		"node gone":         nodeGone,
		"node no network":   nodeNoNetwork,
		"other node lost":   otherNodeLost,
		"pod deleted":       podDeleted,
		"pod misspelt":      podMisspelt,
		"pod elsewhere":     podElsewhere,
		"service misspelt":  serviceMisspelt,
		"pod unreadable":    podUnreadable,
		"pod starting":      podJustMade,
		"pod pulling":       podPulling,
		"network plugin":    cniBroken,
		"sandbox overcome":  sandboxOvercome,
		"oom long ago":      oomLongAgo,
		"quota of the past": quotaOfThePast,
		"behind":            behindTheSpec,
		"claim bound":       claimBound,
		"second end":        secondEnd,
		"failed for good":   failedForGood,
		"probe of the past": probeOfThePast,
		"just back":         justBack,
		"child killed":      childKilled,
		"mount overcome":    mountOvercome,
		"refused, but well": refusedButWell,
	}
}

// edited is a recording with one changed object.
func edited(t testing.TB, file, kind, name string, change func(o map[string]any)) (Facts, Subject) {
	t.Helper()
	facts, subject := situation(t, file+"/"+kind+"/"+name)
	change(find(t, facts, kind, name).Object)
	return facts, subject
}

func find(t testing.TB, facts Facts, kind, name string) *unstructured.Unstructured {
	t.Helper()
	i := slices.IndexFunc(facts.Objects, func(o *unstructured.Unstructured) bool {
		return o.GetKind() == kind && o.GetName() == name
	})
	if i < 0 {
		t.Fatalf("no %s %s is recorded", kind, name)
	}
	return facts.Objects[i]
}

// without removes objects.
func without(facts Facts, drop func(*unstructured.Unstructured) bool) Facts {
	facts.Objects = slices.DeleteFunc(slices.Clone(facts.Objects), drop)
	return facts
}

// lose sets the status that the node controller writes when a node's kubelet has been silent for the grace period.
func lose(o map[string]any) {
	o["spec"] = map[string]any{"taints": []any{
		map[string]any{"key": "node.kubernetes.io/unreachable", "effect": "NoExecute"},
	}}
	o["status"] = map[string]any{"conditions": []any{map[string]any{
		"type": "Ready", "status": "Unknown", "reason": "NodeStatusUnknown",
		"message": "Kubelet stopped posting node status.", "lastTransitionTime": "2026-11-23T08:00:00Z",
	}}}
}

func nodeLostPod(t testing.TB) (Facts, Subject) {
	facts, pod := situation(t, "gone/Pod/stubborn")
	lose(find(t, facts, "Node", "gherkind-proto-worker3").Object)
	lose(find(t, facts, "Node", "gherkind-proto-worker2").Object)
	lose(find(t, facts, "Node", "gherkind-proto-worker").Object)
	return facts, pod
}

func lostNode(t testing.TB) (Facts, Subject) {
	return edited(t, "gone", "Node", "gherkind-proto-worker3", lose)
}

func nodeNoNetwork(t testing.TB) (Facts, Subject) {
	return edited(t, "gone", "Node", "gherkind-proto-worker3", func(o map[string]any) {
		o["status"] = map[string]any{"conditions": []any{map[string]any{
			"type": "Ready", "status": "False", "reason": "KubeletNotReady", "lastTransitionTime": "2026-11-23T08:00:00Z",
			"message": "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
		}}}
	})
}

func nodeGone(t testing.TB) (Facts, Subject) {
	facts, pod := situation(t, "crash/Pod/healthy")
	return without(facts, func(o *unstructured.Unstructured) bool {
		return o.GetKind() == "Node" && o.GetName() != "gherkind-proto-control-plane"
	}), pod
}

// otherNodeLost: a lost node explains nothing about pods on the others.
func otherNodeLost(t testing.TB) (Facts, Subject) {
	facts, pod := situation(t, "crash/Pod/healthy")
	lose(find(t, facts, "Node", "gherkind-proto-control-plane").Object)
	return facts, pod
}

func podDeleted(t testing.TB) (Facts, Subject) {
	facts, pod := situation(t, "crash/Pod/panics")
	facts.Gone = append(facts.Gone, find(t, facts, "Pod", "panics"))
	return without(facts, func(o *unstructured.Unstructured) bool { return nameOf(o) == pod }), pod
}

func podMisspelt(t testing.TB) (Facts, Subject) {
	facts, _ := situation(t, "crash/Pod/healthy")
	return facts, Subject{"Pod", "h5-crash", "heallthy"}
}

func podElsewhere(t testing.TB) (Facts, Subject) {
	facts, _ := situation(t, "crash/Pod/healthy")
	return facts, Subject{"Pod", "default", "healthy"}
}

func serviceMisspelt(t testing.TB) (Facts, Subject) {
	facts, _ := situation(t, "service/Service/mydb")
	return facts, Subject{"Service", "h5-service", "my-db"}
}

func podUnreadable(t testing.TB) (Facts, Subject) {
	return edited(t, "crash", "Pod", "healthy", func(o map[string]any) { o["spec"] = "nothing" })
}

// podJustMade is a pod that is scheduled, and nothing else has happened.
func podJustMade(t testing.TB) (Facts, Subject) {
	facts, pod := edited(t, "crash", "Pod", "healthy", func(o map[string]any) {
		o["status"] = map[string]any{"phase": "Pending"}
	})
	return without(facts, func(o *unstructured.Unstructured) bool {
		return o.GetKind() == kindEvent && stringAt(o, "reason") != "Scheduled"
	}), pod
}

func podPulling(t testing.TB) (Facts, Subject) {
	facts, pod := podJustMade(t)
	facts.Objects = append(facts.Objects, eventAbout(pod, "Pulling", `Pulling image "nginx:1.29"`, facts.Now.Add(-40*time.Second)))
	return facts, pod
}

// cniBroken has containerd's message for a failing network plugin.
func cniBroken(t testing.TB) (Facts, Subject) {
	facts, pod := podJustMade(t)
	facts.Objects = append(facts.Objects, eventAbout(pod, "FailedCreatePodSandBox",
		`Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "0a1b": plugin type="ptp" failed (add): no IP addresses available in range set: 10.244.1.1-10.244.1.254`,
		facts.Now.Add(-2*time.Second)))
	return facts, pod
}

// sandboxOvercome: it failed once, and then the kubelet succeeded.
func sandboxOvercome(t testing.TB) (Facts, Subject) {
	facts, pod := cniBroken(t)
	pulling := eventAbout(pod, "Pulling", `Pulling image "nginx:1.29"`, facts.Now.Add(-time.Second))
	pulling.Object["involvedObject"].(map[string]any)["fieldPath"] = "spec.containers{web}"
	facts.Objects = append(facts.Objects, pulling)
	return facts, pod
}

// eventAbout is an event with the fields of events.k8s.io, in the core API.
func eventAbout(s Subject, reason, message string, at time.Time) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Event",
		"metadata":       map[string]any{"name": s.Name + "." + reason, "namespace": s.Namespace},
		"involvedObject": map[string]any{"kind": s.Kind, "namespace": s.Namespace, "name": s.Name},
		"type":           "Warning", "reason": reason, "message": message,
		"eventTime": at.UTC().Format(time.RFC3339Nano),
	}}
}

// oomLongAgo: the container was killed once, and has run well for 15 minutes.
func oomLongAgo(t testing.TB) (Facts, Subject) {
	facts, pod := edited(t, "oom", "Pod", "memory-hog", func(o map[string]any) {
		status := o["status"].(map[string]any)
		c := status["containerStatuses"].([]any)[0].(map[string]any)
		c["state"] = map[string]any{"running": map[string]any{"startedAt": "2026-11-23T08:10:00Z"}}
		c["ready"], c["started"] = true, true
		status["phase"] = "Running"
		status["conditions"] = []any{map[string]any{"type": "Ready", "status": "True"}}
	})
	facts.Now = facts.Now.Add(15 * time.Minute)
	return facts, pod
}

// quotaOfThePast: the events still contain refusals, and one pod is not ready, but all pods exist.
func quotaOfThePast(t testing.TB) (Facts, Subject) {
	facts, d := edited(t, "quota", "Deployment", "web", func(o map[string]any) {
		o["spec"].(map[string]any)["replicas"] = int64(2)
		o["status"] = map[string]any{"observedGeneration": int64(99), "replicas": int64(2),
			"updatedReplicas": int64(2), "readyReplicas": int64(1), "availableReplicas": int64(1)}
	})
	return facts, d
}

// behindTheSpec: the Deployment was changed a moment ago.
func behindTheSpec(t testing.TB) (Facts, Subject) {
	return edited(t, "work", "Deployment", "good", func(o map[string]any) {
		o["metadata"].(map[string]any)["generation"] = int64(100)
	})
}

func claimBound(t testing.TB) (Facts, Subject) {
	return edited(t, "sched", "PersistentVolumeClaim", "fast", func(o map[string]any) {
		o["status"] = map[string]any{"phase": "Bound"}
	})
}

// secondEnd: the container has ended again, and the kubelet reports no back-off yet.
func secondEnd(t testing.TB) (Facts, Subject) {
	return edited(t, "crash", "Pod", "panics", func(o map[string]any) {
		c := o["status"].(map[string]any)["containerStatuses"].([]any)[0].(map[string]any)
		c["restartCount"] = int64(1)
		c["state"] = c["lastState"]
	})
}

// failedForGood: the pod has failed as a whole after some restarts, as that of a Job may.
func failedForGood(t testing.TB) (Facts, Subject) {
	return edited(t, "crash", "Pod", "panics", func(o map[string]any) {
		status := o["status"].(map[string]any)
		status["phase"] = "Failed"
		c := status["containerStatuses"].([]any)[0].(map[string]any)
		c["state"] = c["lastState"]
	})
}

// probeOfThePast: the probe failed before the container was restarted.
func probeOfThePast(t testing.TB) (Facts, Subject) {
	facts, pod := edited(t, "probe", "Pod", "readiness-exec", func(o map[string]any) {
		c := o["status"].(map[string]any)["containerStatuses"].([]any)[0].(map[string]any)
		c["state"] = map[string]any{"running": map[string]any{"startedAt": "2026-11-23T08:05:59Z"}}
	})
	return facts, pod
}

// refusedButWell: the API server refuses a request of the container, which continues to run.
func refusedButWell(t testing.TB) (Facts, Subject) {
	return edited(t, "rbac", "Pod", "provisioner", func(o map[string]any) {
		c := o["status"].(map[string]any)["containerStatuses"].([]any)[0].(map[string]any)
		delete(c, "lastState")
		c["ready"], c["started"], c["restartCount"] = true, true, int64(0)
		c["state"] = map[string]any{"running": map[string]any{"startedAt": "2026-11-23T08:10:00Z"}}
	})
}

// justBack: the container ended by itself and runs again; it cannot be ready yet.
func justBack(t testing.TB) (Facts, Subject) {
	facts, pod := edited(t, "probe", "Pod", "readiness-exec", func(o map[string]any) {
		c := o["status"].(map[string]any)["containerStatuses"].([]any)[0].(map[string]any)
		c["restartCount"] = int64(1)
		c["lastState"] = map[string]any{"terminated": map[string]any{"exitCode": int64(0), "reason": "Completed", "finishedAt": "2026-11-23T08:05:50Z"}}
		c["state"] = map[string]any{"running": map[string]any{"startedAt": "2026-11-23T08:05:50Z"}}
	})
	// with times in whole seconds, the failure may belong to either run
	at := time.Date(2026, 11, 23, 8, 5, 50, 0, time.UTC)
	failed := eventAbout(pod, "Unhealthy", "Readiness probe failed: not yet", at)
	failed.Object["involvedObject"].(map[string]any)["fieldPath"] = "spec.containers{web}"
	facts.Objects = append(facts.Objects, failed)
	facts.Now = at.Add(2 * time.Second)
	return facts, pod
}

// mountOvercome: a volume could not be mounted at first because the API server was busy; later it could.
func mountOvercome(t testing.TB) (Facts, Subject) {
	facts, pod := situation(t, "image/Pod/absent")
	first := find(t, facts, pod.Kind, pod.Name).GetCreationTimestamp()
	facts.Objects = append(facts.Objects, eventAbout(pod, "FailedMount",
		`MountVolume.SetUp failed for volume "kube-api-access-x" : failed to sync configmap cache: timed out waiting for the condition`, first.Add(time.Second)))
	return facts, pod
}

// childKilled: the kernel killed a child process at the memory limit, and the runtime did not notice.
func childKilled(t testing.TB) (Facts, Subject) {
	facts, pod := edited(t, "crash", "Pod", "panics", func(o map[string]any) {
		c := o["spec"].(map[string]any)["containers"].([]any)[0].(map[string]any)
		c["resources"] = map[string]any{"limits": map[string]any{"memory": "100Mi"}}
	})
	logs := maps.Clone(facts.Logs)
	for key := range logs {
		if strings.Contains(key, "/panics/") {
			logs[key] = "stress: FAIL: [1] (415) <-- worker 7 got signal 9\nstress: FAIL: [1] (461) failed run completed in 0s\n"
		}
	}
	facts.Logs = logs
	return facts, pod
}
