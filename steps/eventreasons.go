package steps

import (
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// eventReasons are the reasons of the events that Kubernetes 1.37 records: by the kubelet (pkg/kubelet, its events,
// eviction, admission and node status), the scheduler, the controllers (pkg/controller, those of volumes, nodes and
// load balancers included), the API server and leader election. Other controllers have reasons of their own.
var eventReasons = strings.Fields(`
AlreadyMountedVolume AmbiguousSelector AppArmor BackOff BackoffLimitExceeded Binding BindingConditionsPending
CIDRAssignmentFailed CIDRNotAvailable CalculateExpectedPodCountFailed CertificateExpired CertificateOverdueForRefresh
CheckLimitsForResolvConf ClaimLost ClaimMisbound ClusterIPAlreadyAllocated ClusterIPNotAllocated ClusterIPNotValid
ClusterIPOutOfRange Completed CompletionsReached ConflictingController ContainerGCFailed Created DNSConfigForming
DeadlineExceeded DeleteLoadBalancerFailed DeletedLoadBalancer DeletingAllPods DeletingLoadBalancer DeploymentRollback
DeploymentRollbackRevisionNotFound DeploymentRollbackTemplateUnchanged DeviceTaintManagerEviction EnsuredLoadBalancer
EnsuringLoadBalancer ErrImageNeverPull Evicted EvictionThresholdMet ExceededGracePeriod ExternalExpanding
ExternalProvisioning Failed FailedAttachVolume FailedBinding FailedComputeMetricsReplicas FailedCreate
FailedCreatePodContainer FailedCreatePodSandBox FailedDaemonPod FailedDelete FailedGet FailedGetObjectMetric
FailedGetPodsMetric FailedGetResourceMetric FailedGetContainerResourceMetric FailedGetExternalMetric FailedGetScale
FailedIndexes FailedKillPod FailedMapVolume FailedMount FailedMountOnFilesystemMismatch
FailedNodeAllocatableEnforcement FailedNodeDeclaredFeaturesCheck FailedPodSandBoxStatus FailedPostStartHook
FailedPreStopHook FailedPrepareDynamicResources FailedRescale FailedResourceClaimCreation FailedScheduling FailedSync
FailedToCreateEndpoint FailedToCreateRoute FailedToListEndpointSlices FailedToListPods FailedToRetrieveImagePullSecret
FailedToStartServiceHealthcheck FailedToUpdateEndpoint FailedToUpdateEndpointSlices FailedUpdateStatus
FailedValidation FailedWorkloadCompilation FailedWorkloadCreate FileSystemResizeFailed FileSystemResizeSuccessful
FreeDiskSpaceFailed HostIPsIPFamilyMismatch IPAddressNotAllocated IPAddressWrongReference ImageGCFailed InspectFailed
InvalidDiskCapacity InvalidImageID InvalidSchedule InvalidSelector JobAlreadyActive Killing
KubernetesDefaultServiceCIDRError KubernetesDefaultServiceCIDRInconsistent KubernetesServiceCIDRError
KubeletSetupFailed LeaderElection LifecycleHTTPFallback MaxFailedIndexesExceeded MissSchedule MissingClusterDNS
MissingJob MultiplePodDisruptionBudgets MultipleSELinuxLabels NetworkNotReady NoPods NodeAffinity
NodeAllocatableEnforced NodeControllerEviction NodeHasDiskPressure NodeHasInsufficientMemory NodeHasInsufficientPID
NodeHasNoDiskPressure NodeHasSufficientMemory NodeHasSufficientPID NodeNotReady NodeNotSchedulable NodeReady
NodeSchedulable NodeShutdown NotDeleted OutOfcpu OutOfmemory OutOfpods OwnerRefInvalidNamespace PodFailurePolicy
PodGroupCreated PodOSNotSupported PortAllocation PortAlreadyAllocated PortNotAllocated PortOutOfRange PortRangeFull
PossibleMemoryBackedVolumesOnDisk Preempted Preempting ProbeWarning ProvisioningCleanupFailed ProvisioningFailed
ProvisioningSucceeded Pulled Pulling Rebooted RecyclerPod RegisteredNode
RemovingNode ReplicaSetCreateError ResizeCompleted ResizeDeferred ResizeError ResizeInfeasible ResizeStarted Resumed
SandboxChanged SawCompletedJob ScalingReplicaSet Scheduled SelectingAll SelectorRequired ServiceCIDRFull Shutdown
Started Starting SucceededDaemonPod SuccessPolicy SuccessfulAttachVolume SuccessfulCreate SuccessfulDelete
SuccessfulMountVolume SuccessfulRescale SupplementalGroupsPolicyNotSupported Suspended SyncLoadBalancerFailed Synced
SysctlForbidden SystemOOM TaintManagerEviction Terminated TooManyMissedTimes TooManySucceededPods
TopologyAffinityError UnAvailableLoadBalancer UnParseableCronJobSchedule UnexpectedAdmissionError UnexpectedJob
Unhealthy UnknownCompletionMode UnknownStrategy UnknownTimeZone UnmanagedPods UnparseableSchedule UnsupportedSchedule
UpdateLoadBalancerFailed UpdatedLoadBalancer VolumeDelete VolumeFailedDelete VolumeFailedRecycle VolumeMismatch
VolumePermissionChangeInProgress VolumeRecycled VolumeResizeFailed VolumeResizeSuccessful VolumeUnknownReclaimPolicy
WaitForFirstConsumer WaitForPodScheduled WorkloadCreated`)

// warnReasons warns of reasons that nobody uses, but that are nearly one that Kubernetes uses, or that was seen. Those
// that are like no other may be a controller's own, which has not recorded them yet.
func warnReasons(w *world.World, reasons ...string) {
	known := eventReasons
	w.Timeline.View(func(v observe.View) { known = append(seenReasons(v), eventReasons...) })
	for _, reason := range reasons {
		if near := slipOf(reason, known); near != "" {
			w.Warn("no event with the reason %q was seen, and Kubernetes has no such reason; nearest: %q", reason, near)
		}
	}
}

func seenReasons(v observe.View) []string {
	var reasons []string
	for _, o := range v.All() {
		if o.Ref.Kind.GVK.Kind == "Event" {
			if reason, is := o.Object.Object["reason"].(string); is {
				reasons = append(reasons, reason)
			}
		}
	}
	return reasons
}

// slipOf is the known word of which another one is a slip of the fingers: at most a fifth of its letters differ, or
// one does. "" when it is known itself, or is like none.
func slipOf(word string, known []string) string {
	if slices.Contains(known, word) {
		return ""
	}
	best, distance := "", max(len(word)/5, 1)+1
	for _, k := range known {
		if d := slips(strings.ToLower(word), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	return best
}
