package cluster

import (
	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/internal/runlock/inuse"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// DefaultName is the kind cluster that is used when none is named.
const DefaultName = "gherkind"

// DefaultStateDir is where the kubeconfig of a cluster is kept.
const DefaultStateDir = ".gherkind"

// Source says where images come from; see package nodeimage.
type Source = nodeimage.Source

// EnvironmentError is trouble of the host or of the cluster: no scenario is at
// fault. The command line exits with 3.
type EnvironmentError = host.EnvironmentError

// Progress is told what is being done; it may be nil.
type Progress = host.Progress

// Options say which cluster is meant.
type Options struct {
	// Kubeconfig and Context name an existing external cluster. When either is set, that cluster is
	// connected to, and neither changed nor deleted.
	Kubeconfig, Context string
	// Name of the own kind cluster; "" means DefaultName, with the version or the image behind it when one of these is
	// asked for, so that each has a cluster of its own.
	Name string
	// Kubernetes is the minor version of the own cluster, such as "v1.36". "" means the one that the cluster of that name
	// was made with, or the default; see nodeimage.Supported.
	Kubernetes string
	// NodeImage is the image of the own cluster's nodes, in place of Kubernetes and Source: one that kind can use. It is
	// remembered like Kubernetes.
	NodeImage string
	// Topology is a name or a file, see package topology; "" means topology.Default.
	Topology string
	// AddOns are brought into the cluster once it is ready; see AddOnNames. Only an own cluster gets any. What
	// cannot be brought is no error of Up but in Cluster.Lacks.
	AddOns []string
	// Images of the user's own are loaded into the nodes of an own cluster, and manifests have them by their names. An external
	// cluster gets none.
	Images []Image
	// Source of the images; "" is nodeimage.Auto.
	Source Source
	// Registry, HOST or HOST/PATH, has under their own paths the images that are published elsewhere: an own cluster gets
	// them from there, and in somebody else's the names of the catalogue stand for those. "" is where they are published.
	Registry string
	// Checkout is the folder that holds kind-config with its Go modules; "" is found from the working folder upwards.
	Checkout string
	// AskFrom is where requests from outside the cluster are sent from; "" is AskAuto. Only for an own cluster.
	AskFrom AskFrom
	// StateDir is where the kubeconfig is kept; "" means DefaultStateDir.
	StateDir string
	// others knows the runs that use the cluster, which are not disturbed; nil stands for those that the cluster and this
	// machine know of.
	others runsOf
	// Run is the ID of the run that asks, which is none of the others.
	Run string
	// Temporary is a cluster that the run deletes at its end if it has made it. That is remembered with the cluster: if the run
	// is killed, the next one that asks for a temporary cluster of that name is to delete it, see Cluster.Left.
	Temporary bool
	// Progress is told what is being done; may be nil.
	Progress Progress
}

// Foreign reports whether an existing external cluster is used.
func (o Options) Foreign() bool { return o.Kubeconfig != "" || o.Context != "" }

func (o Options) withDefaults() Options {
	if m, err := kubeversion.Parse(o.Kubernetes); err == nil {
		o.Kubernetes = m.String()
	}
	if o.Name == "" {
		o.Name = o.defaultName()
	}
	if o.StateDir == "" {
		o.StateDir = DefaultStateDir
	}
	o.Progress = host.OrSilent(o.Progress)
	if o.others == nil {
		o.others = runlock.Others{}
	}
	return o
}

// UsedName is what a run that uses the cluster tells other processes of this machine; see package inuse.
func (o Options) UsedName() string {
	if o.Foreign() {
		return inuse.Named(o.Context)
	}
	return o.withDefaults().Name
}
