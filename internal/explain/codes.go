package explain

// Code documents the code of a finding. Codes are stable: scenarios assert them, and a code once given keeps its
// meaning. Each stands in the file of the rule that finds it.
type Code struct {
	Code    string
	Meaning string // one sentence for people who read reports
	Example string // a sentence as a finding of this code carries it
}

// Codes documents every code, sorted by code.
func Codes() []Code {
	return []Code{
		admissionDeniedDoc,
		autoscalerStuckDoc,
		claimPendingDoc,
		conditionFalseDoc,
		disruptionBlockedDoc,
		ingressUnservedDoc,
		namespaceStuckDoc,
		nodeNotReadyDoc,
		objectMissingDoc,
		objectUnreadableDoc,
		podConfigErrorDoc,
		podContainerExitedDoc,
		podCrashLoopDoc,
		podEvictedDoc,
		podImagePullDoc,
		podInitBlockedDoc,
		podInitFailedDoc,
		podMissingDoc,
		podNotReadyDoc,
		podOOMKilledDoc,
		podProbeFailedDoc,
		podRejectedDoc,
		podSandboxFailedDoc,
		podSandboxInvalidDoc,
		podStartingDoc,
		podTerminatingDoc,
		podUnschedulableDoc,
		podVolumePendingDoc,
		policyNoEffectDoc,
		quotaExceededDoc,
		rbacDeniedDoc,
		serviceNoEndpointsDoc,
		workloadStuckDoc,
	}
}
