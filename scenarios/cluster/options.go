package cluster

import (
	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/internal/runlock/inuse"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// DefaultName is the name of the kind cluster if Options have none.
const DefaultName = "gherkind"

// DefaultStateDir is the folder for the kubeconfig of a cluster.
const DefaultStateDir = ".gherkind"

// Source says where images come from; see package nodeimage.
type Source = nodeimage.Source

// EnvironmentError says that the host or the cluster is at fault, and no
// scenario is. The command line exits with 3.
type EnvironmentError = host.EnvironmentError

// Progress is notified of what is being done; it may be nil.
type Progress = host.Progress

// Options select a cluster.
type Options struct {
	// Kubeconfig and Context select an external cluster. If either is set, gherkind connects to that cluster and neither
	// reconfigures nor deletes it.
	Kubeconfig, Context string
	// Name is that of gherkind's own kind cluster; "" means DefaultName, followed by the version or the image if one is
	// given, so that each has its own cluster.
	Name string
	// Kubernetes is the minor version, such as "v1.36". "" means the version that the cluster of that name was created
	// with, or the default; see nodeimage.Supported.
	Kubernetes string
	// NodeImage is a kind node image, instead of Kubernetes and Source. It is remembered like Kubernetes.
	NodeImage string
	// Topology is a name or a file, see package topology; "" means topology.Default.
	Topology string
	// AddOns are installed when the cluster is ready; see AddOnNames. They are not installed in external clusters. If one
	// cannot be installed, Up returns no error, but lists it in Cluster.Lacks.
	AddOns []string
	// Images are the user's own images. They are loaded into the nodes, and manifests refer to them by their names. They are
	// not loaded into external clusters.
	Images []Image
	// Source is where images come from; "" means nodeimage.Auto.
	Source Source
	// Registry, HOST or HOST/PATH, is a mirror that has published images under their original paths. gherkind's own cluster
	// pulls them from there; in an external cluster, image names of the catalogue are mapped to it. "" means the original
	// registries.
	Registry string
	// Checkout is the folder that contains kind-config with its Go modules; "" searches the working folder and those above.
	Checkout string
	// AskFrom is where requests from outside the cluster are sent from; "" means AskAuto. It is ignored for external clusters.
	AskFrom AskFrom
	// StateDir is the folder for the kubeconfig; "" means DefaultStateDir.
	StateDir string
	// others returns the runs that use the cluster, which must not be disturbed. nil means those with Leases in the cluster and
	// those on this machine.
	others runsOf
	// Run is the ID of the calling run, which is not one of the others.
	Run string
	// Temporary says that the run deletes the cluster at its end if it has created it. This is recorded in the cluster: if the run
	// is killed, the next run that uses a temporary cluster of that name must delete it; see Cluster.Left.
	Temporary bool
	// Progress is notified of what is being done; it may be nil.
	Progress Progress
}

// Foreign reports whether the options select an external cluster.
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

// Repositories returns the names, without tags, of the images that a run with these options loads into nodes.
func (o Options) Repositories() []string {
	var names []string
	if !o.Foreign() {
		for _, image := range o.Images {
			names = append(names, image.Repository())
		}
	}
	return names
}

// UsedName returns the name under which a run announces to other processes of this machine that it uses the cluster; see package
// inuse.
func (o Options) UsedName() string {
	if o.Foreign() {
		return inuse.Named(o.Context)
	}
	return o.withDefaults().Name
}
