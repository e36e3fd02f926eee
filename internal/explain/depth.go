package explain

import (
	"cmp"
	"slices"
)

// byDepth is the order in which causes of several pods stand: what ended or holds a pod
// from outside, then what keeps it from starting, then how its containers ended, and at
// last what passes by itself. Names of pods are random and their states change, so
// neither may decide which cause of a workload is told first.
var byDepth = []string{
	NodeNotReady, PodEvicted, PodRejected, ClaimPending, PodVolumePending, PodUnschedulable, PodSandboxInvalid, PodSandboxFailed,
	PodImagePull, PodConfigError, PodOOMKilled, RBACDenied, PodProbeFailed, PodInitFailed, PodCrashLoop,
	PodContainerExited, PodInitBlocked, ObjectUnreadable, PodNotReady, PodStarting, PodTerminating,
}

// depth is a code's place in byDepth; one that is not there comes last.
func depth(code string) int {
	if i := slices.Index(byDepth, code); i >= 0 {
		return i
	}
	return len(byDepth)
}

// deepestFirst sorts pods' findings by the first of each; those that are alike keep their order.
func deepestFirst(all [][]finding) {
	slices.SortStableFunc(all, func(a, b []finding) int { return cmp.Compare(depth(a[0].Code), depth(b[0].Code)) })
}

// OnItsWay tells of a code that speaks of no fault: the pod starts, and gets on by itself.
func OnItsWay(code string) bool {
	return code == PodStarting || code == PodNotReady || code == PodInitBlocked
}
