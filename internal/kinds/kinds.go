package kinds

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// OwnsPods reports whether a kind of Kubernetes makes pods.
func OwnsPods(kind schema.GroupKind) bool {
	return slices.ContainsFunc(PodOwners, func(k Kind) bool { return k.Group == kind.Group && k.Singular == strings.ToLower(kind.Kind) })
}

// Kind is a kind of Kubernetes itself, by the names that kubectl takes.
type Kind struct {
	Group, Singular, Plural string
	Short                   string // separated by spaces
}

// PodOwners are the names of the kinds that keep pods, of all groups.
var PodOwners = []Kind{
	{"apps", "deployment", "deployments", "deploy"},
	{"apps", "statefulset", "statefulsets", "sts"},
	{"apps", "daemonset", "daemonsets", "ds"},
	{"apps", "replicaset", "replicasets", "rs"},
	{"", "replicationcontroller", "replicationcontrollers", "rc"},
	{"batch", "job", "jobs", ""},
	{"batch", "cronjob", "cronjobs", "cj"},
}

// Others are the names of all others that Kubernetes 1.37 serves, as kubectl api-resources lists them. A kind that is
// in neither list is a custom resource.
var Others = []Kind{
	{"", "binding", "bindings", ""}, {"", "componentstatus", "componentstatuses", "cs"}, {"", "configmap", "configmaps", "cm"},
	{"", "endpoints", "endpoints", "ep"}, {"", "event", "events", "ev"}, {"", "limitrange", "limitranges", "limits"},
	{"", "namespace", "namespaces", "ns"}, {"", "node", "nodes", "no"}, {"", "persistentvolumeclaim", "persistentvolumeclaims", "pvc"},
	{"", "persistentvolume", "persistentvolumes", "pv"}, {"", "pod", "pods", "po"}, {"", "podtemplate", "podtemplates", ""},
	{"", "resourcequota", "resourcequotas", "quota"}, {"", "secret", "secrets", ""}, {"", "serviceaccount", "serviceaccounts", "sa"},
	{"", "service", "services", "svc"}, {"apps", "controllerrevision", "controllerrevisions", ""},
	{"autoscaling", "horizontalpodautoscaler", "horizontalpodautoscalers", "hpa"},
	{"networking.k8s.io", "ingress", "ingresses", "ing"}, {"networking.k8s.io", "ingressclass", "ingressclasses", ""},
	{"networking.k8s.io", "networkpolicy", "networkpolicies", "netpol"}, {"networking.k8s.io", "ipaddress", "ipaddresses", "ip"},
	{"networking.k8s.io", "servicecidr", "servicecidrs", ""}, {"policy", "poddisruptionbudget", "poddisruptionbudgets", "pdb"},
	{"rbac.authorization.k8s.io", "role", "roles", ""}, {"rbac.authorization.k8s.io", "rolebinding", "rolebindings", ""},
	{"rbac.authorization.k8s.io", "clusterrole", "clusterroles", ""}, {"rbac.authorization.k8s.io", "clusterrolebinding", "clusterrolebindings", ""},
	{"storage.k8s.io", "storageclass", "storageclasses", "sc"}, {"storage.k8s.io", "csidriver", "csidrivers", ""},
	{"storage.k8s.io", "csinode", "csinodes", ""}, {"storage.k8s.io", "csistoragecapacity", "csistoragecapacities", ""},
	{"storage.k8s.io", "volumeattachment", "volumeattachments", ""}, {"storage.k8s.io", "volumeattributesclass", "volumeattributesclasses", "vac"},
	{"scheduling.k8s.io", "priorityclass", "priorityclasses", "pc"}, {"discovery.k8s.io", "endpointslice", "endpointslices", ""},
	{"events.k8s.io", "event", "events", "ev"}, {"coordination.k8s.io", "lease", "leases", ""},
	{"admissionregistration.k8s.io", "mutatingwebhookconfiguration", "mutatingwebhookconfigurations", ""},
	{"admissionregistration.k8s.io", "validatingwebhookconfiguration", "validatingwebhookconfigurations", ""},
	{"admissionregistration.k8s.io", "validatingadmissionpolicy", "validatingadmissionpolicies", ""},
	{"admissionregistration.k8s.io", "validatingadmissionpolicybinding", "validatingadmissionpolicybindings", ""},
	{"admissionregistration.k8s.io", "mutatingadmissionpolicy", "mutatingadmissionpolicies", ""},
	{"admissionregistration.k8s.io", "mutatingadmissionpolicybinding", "mutatingadmissionpolicybindings", ""},
	{"apiextensions.k8s.io", "customresourcedefinition", "customresourcedefinitions", "crd crds"},
	{"apiregistration.k8s.io", "apiservice", "apiservices", ""}, {"certificates.k8s.io", "certificatesigningrequest", "certificatesigningrequests", "csr"},
	{"flowcontrol.apiserver.k8s.io", "flowschema", "flowschemas", ""},
	{"flowcontrol.apiserver.k8s.io", "prioritylevelconfiguration", "prioritylevelconfigurations", ""},
	{"node.k8s.io", "runtimeclass", "runtimeclasses", ""}, {"resource.k8s.io", "deviceclass", "deviceclasses", ""},
	{"resource.k8s.io", "resourceclaim", "resourceclaims", ""}, {"resource.k8s.io", "resourceclaimtemplate", "resourceclaimtemplates", ""},
	{"resource.k8s.io", "resourceslice", "resourceslices", ""},
}

// Called reports whether kubectl finds the kind by what was written: one of its names, in any case, alone or with the
// beginning of its group behind a dot.
func (k Kind) Called(written string) bool {
	name, group, _ := strings.Cut(strings.ToLower(written), ".")
	if !strings.HasPrefix(k.Group, group) {
		return false
	}
	return name == k.Singular || name == k.Plural || name != "" && strings.Contains(" "+k.Short+" ", " "+name+" ")
}

// String is the kind's names: "deployment (deployments, deploy)".
func (k Kind) String() string {
	return k.Singular + " (" + strings.Join(append([]string{k.Plural}, strings.Fields(k.Short)...), ", ") + ")"
}

// BuiltIn reports whether a word names a kind of Kubernetes itself.
func BuiltIn(text string) bool {
	return slices.ContainsFunc(slices.Concat(PodOwners, Others), func(k Kind) bool { return k.Called(text) })
}
