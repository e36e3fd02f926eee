package explain

// The codes of findings. They are stable: scenarios assert them, marks depend on
// them, and a code once given keeps its meaning. [Codes] says what each one means.
const (
	AdmissionDenied    = "ADMISSION_DENIED"
	AutoscalerStuck    = "AUTOSCALER_STUCK"
	ClaimPending       = "CLAIM_PENDING"
	ConditionFalse     = "CONDITION_FALSE"
	DisruptionBlocked  = "DISRUPTION_BLOCKED"
	IngressUnserved    = "INGRESS_UNSERVED"
	NamespaceStuck     = "NAMESPACE_STUCK"
	NodeNotReady       = "NODE_NOT_READY"
	ObjectMissing      = "OBJECT_MISSING"
	ObjectUnreadable   = "OBJECT_UNREADABLE"
	PodConfigError     = "POD_CONFIG_ERROR"
	PodContainerExited = "POD_CONTAINER_EXITED"
	PodCrashLoop       = "POD_CRASH_LOOP"
	PodEvicted         = "POD_EVICTED"
	PodImagePull       = "POD_IMAGE_PULL"
	PodInitBlocked     = "POD_INIT_BLOCKED"
	PodInitFailed      = "POD_INIT_FAILED"
	PodMissing         = "POD_MISSING"
	PodNotReady        = "POD_NOT_READY"
	PodOOMKilled       = "POD_OOM_KILLED"
	PodProbeFailed     = "POD_PROBE_FAILED"
	PodRejected        = "POD_REJECTED"
	PodSandboxFailed   = "POD_SANDBOX_FAILED"
	PodStarting        = "POD_STARTING"
	PodTerminating     = "POD_TERMINATING"
	PodUnschedulable   = "POD_UNSCHEDULABLE"
	PodVolumePending   = "POD_VOLUME_PENDING"
	PolicyNoEffect     = "POLICY_WITHOUT_EFFECT"
	QuotaExceeded      = "QUOTA_EXCEEDED"
	RBACDenied         = "RBAC_DENIED"
	ServiceNoEndpoints = "SERVICE_NO_ENDPOINTS"
	WorkloadStuck      = "WORKLOAD_STUCK"
)

// Code documents one code.
type Code struct {
	Code    string
	Meaning string // one sentence for people who read reports
	Example string // a sentence as a finding of this code carries it
}
