package objects

import "k8s.io/apimachinery/pkg/runtime/schema"

// Pods, and the kinds that make them.
var (
	KindPod                   = schema.GroupKind{Kind: "Pod"}
	KindDeployment            = schema.GroupKind{Group: "apps", Kind: "Deployment"}
	KindReplicaSet            = schema.GroupKind{Group: "apps", Kind: "ReplicaSet"}
	KindStatefulSet           = schema.GroupKind{Group: "apps", Kind: "StatefulSet"}
	KindDaemonSet             = schema.GroupKind{Group: "apps", Kind: "DaemonSet"}
	KindReplicationController = schema.GroupKind{Kind: "ReplicationController"}
	KindJob                   = schema.GroupKind{Group: "batch", Kind: "Job"}
	KindCronJob               = schema.GroupKind{Group: "batch", Kind: "CronJob"}
)
