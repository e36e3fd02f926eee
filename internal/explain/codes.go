package explain

// Code documents the code of a finding. Codes are stable: scenarios assert them, and a published code keeps its meaning. Each
// code is in the file of the rule that reports it.
type Code struct {
	Code    string
	Meaning string // one sentence for people who read reports
	Example string // an example sentence of a finding with this code
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
