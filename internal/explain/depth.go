package explain

import (
	"cmp"
	"slices"
)

// byDepth is the order of causes across several pods: first what ended or holds a pod from outside, then what keeps it from
// starting, then how its containers ended, and last what passes by itself. Names of pods are random and their states change, so
// neither may decide which cause of a workload is reported first.
var byDepth = []string{
	NodeNotReady, PodEvicted, PodRejected, ClaimPending, PodVolumePending, PodUnschedulable, PodSandboxInvalid, PodSandboxFailed,
	PodImagePull, PodConfigError, PodOOMKilled, RBACDenied, PodProbeFailed, PodInitFailed, PodCrashLoop,
	PodContainerExited, PodInitBlocked, ObjectUnreadable, PodNotReady, PodStarting, PodTerminating,
}

// depth returns a code's position in byDepth; unlisted codes come last.
func depth(code string) int {
	if i := slices.Index(byDepth, code); i >= 0 {
		return i
	}
	return len(byDepth)
}

// deepestFirst sorts the findings of pods by the first of each, and is stable.
func deepestFirst(all [][]finding) {
	slices.SortStableFunc(all, func(a, b []finding) int { return cmp.Compare(depth(a[0].Code), depth(b[0].Code)) })
}

// OnItsWay reports whether a code means no fault: the pod is starting, without need of help.
func OnItsWay(code string) bool {
	return code == PodStarting || code == PodNotReady || code == PodInitBlocked
}
