// Package networkpolicy is the add-on network-policy: in a cluster whose network does not enforce NetworkPolicies, a program on
// every node does. It is in kind-config/network-policy, around the policy engine of
// https://github.com/kubernetes-sigs/kube-network-policies.
//
// Scenarios without the add-on see the cluster as it was without it: in their namespaces, no policy is enforced.
package networkpolicy

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"text/template"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/addon/programs"
	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/enforces"
	"github.com/gherkind/gherkind/internal/tags"
)

// AddOn is the add-on network-policy.
type AddOn struct{}

var _ addon.AddOn = AddOn{}

// Name implements addon.AddOn.
func (AddOn) Name() string { return tags.NetworkPolicy }

// RemoveImages implements addon.AddOn.
func (AddOn) RemoveImages(ctx context.Context) error {
	return docker.RemoveImages(ctx, source().Repository())
}

func source() programs.Source {
	return programs.Source{
		AddOn: tags.NetworkPolicy, Title: "kube-network-policies", Module: "sigs.k8s.io/kube-network-policies", Packages: []string{"./enforcer"},
		About: "an enforcer of NetworkPolicies",
	}
}

// namespace is the namespace in the manifest.
const namespace = tags.NetworkPolicy

//go:embed manifest.yaml
var manifestText string

// Ensure implements addon.AddOn. The program is compiled also where images are pulled: it is needed only where the network is not
// the one of kind.
func (AddOn) Ensure(ctx context.Context, target addon.Target) error {
	network, err := networkOf(ctx, target.Node)
	if err != nil || enforces.None(network) == "" {
		return err
	}
	pinned, err := source().Find(ctx, target.Checkout)
	if err != nil {
		return err
	}
	i := programs.Installation{
		Pinned: pinned, Namespace: namespace, For: "for NetworkPolicies", Workloads: []string{"daemonset/enforcer"},
	}
	if i.Image, err = pinned.ImageRef(ctx); err != nil {
		return err
	}
	if i.Manifest, err = manifestOf(i.Image); err != nil {
		return err
	}
	i.Images = []string{i.Image}
	return i.Ensure(ctx, target)
}

// networkOf returns the components of the cluster's network as [enforces.None] takes them, without the add-on.
func networkOf(ctx context.Context, node string) ([]string, error) {
	const columns = "custom-columns=A:.metadata.namespace,B:.metadata.name,C:.spec.template.spec.containers[*].image"
	out, err := addon.Kubectl{Node: node}.Run(ctx, "get", "daemonsets", "--all-namespaces", "--no-headers", "--output="+columns)
	if err != nil {
		return nil, fmt.Errorf("find out whether the network enforces policies: %w", err)
	}
	return setsIn(out), nil
}

// setsIn reads the DaemonSets from the columns namespace, name, and images separated by commas.
func setsIn(table string) []string {
	var sets []string
	for line := range strings.Lines(table) {
		columns := strings.Fields(line)
		if len(columns) == 3 && columns[0] != namespace {
			sets = append(sets, columns[0]+"/"+columns[1]+" "+strings.ReplaceAll(columns[2], ",", " "))
		}
	}
	return sets
}

// manifestOf returns everything that is applied to a cluster.
func manifestOf(image string) (string, error) {
	parsed, err := template.New("manifest").Option("missingkey=error").Parse(manifestText)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	err = parsed.Execute(&text, map[string]string{"Image": image, "Except": addon.NamespacesWithout(AddOn{}.Name())})
	return text.String(), err
}
