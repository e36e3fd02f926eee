package project

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Sections of the documentation, in order.
const (
	what    = "What runs"
	how     = "How it runs"
	when    = "Times"
	tell    = "Reports"
	allowed = "What scenarios may change"
	where   = "Cluster"
)

// Table returns all settings, in the order in which they are shown.
func Table() []Setting {
	return slices.Concat(whatIsRun(), howItIsRun(), timesOf(), reportsOf(), changesOf(), clusterOf())
}

// Find returns the setting with a key.
func Find(key string) (Setting, bool) {
	all := Table()
	i := slices.IndexFunc(all, func(s Setting) bool { return s.Key == key })
	if i < 0 {
		return Setting{}, false
	}
	return all[i], true
}

func whatIsRun() []Setting {
	return []Setting{
		{Key: "features", Flag: "-", Section: what, Path: whole, Unset: "features, next to the file", Example: "[features]",
			Doc:   "feature files and folders, or FILE:LINE; arguments on the command line override it",
			field: func(s *Settings) any { return &s.Features }},
		{Key: "manifests", Section: what, Path: whole, Example: "[deploy]",
			Doc:   "also search for manifests in this folder; may be given several times",
			field: func(s *Settings) any { return &s.Manifests }},
		{Key: "values", Flag: "value", Section: what, Word: "NAME=VALUE", Example: `{replicas: 3}`, check: badValues,
			Doc:   "define this value, which scenarios use as $(value:NAME); may be given several times",
			field: func(s *Settings) any { return &s.Values }},
		{Key: "images", Flag: "-", Section: what, Path: whole, Example: `{shop: {build: .}}`, check: badImages,
			Doc:   "your own images, by their names in manifests, are built or found and loaded into the nodes; see below",
			field: func(s *Settings) any { return &s.Cluster.Images }},
		{Key: "setup", Flag: "-", Section: what, Example: `[{kustomization: deploy/ci}]`,
			Doc:   "manifests, kustomizations and Helm charts that are applied once before the scenarios, in the namespaces that they name; see below",
			field: func(s *Settings) any { return &s.SetUp }},
		{Key: "tags", Short: "t", Section: what, Unset: "all scenarios", Example: "not @slow",
			Doc:   "run only scenarios that match this Cucumber tag expression",
			field: func(s *Settings) any { return &s.Tags }},
	}
}

func howItIsRun() []Setting {
	return []Setting{
		{Key: "parallel", Short: "p", Section: how, Unset: "adapts to CPU load", Example: "4",
			Doc:   "how many scenarios run in parallel (default: adapts to CPU load)",
			check: atLeast(1, "at least 1 scenario must run at a time"), field: func(s *Settings) any { return &s.Parallel }},
		{Key: "retry", Section: how, Example: "2",
			Doc:   "run failed scenarios again, up to this many times, in new namespaces",
			check: atLeast(0, "it is the number of retries, so 0 or more"), field: func(s *Settings) any { return &s.Retry }},
		{Key: "flaky", Section: how, Choices: []string{"fail", "warn"}, Example: "fail",
			Doc:   "how to treat scenarios that passed only on a retry: fail the run, or warn",
			field: func(s *Settings) any { return &s.Flaky }},
		{Key: "repeat", Section: how, Example: "10", RunOnly: true,
			Doc:   "run each scenario this many times; the run fails if any of them fails",
			check: atLeast(1, "it is how many times each scenario is run, so 1 or more"), field: func(s *Settings) any { return &s.Repeat }},
		{Key: "fail-fast", Section: how, Example: "true", RunOnly: true,
			Doc:   "start no more scenarios after the first failure",
			field: func(s *Settings) any { return &s.FailFast }},
		{Key: "patient", Section: how, Example: "true",
			Doc:   "disable failing fast: wait for the full timeout",
			field: func(s *Settings) any { return &s.Patient }},
		{Key: "keep-on-failure", Section: how, Example: "true",
			Doc:   "keep the namespaces of failed scenarios in the cluster; short: --keep",
			field: func(s *Settings) any { return &s.KeepOnFailure }},
		{Key: "keep-setup", Section: how, Example: "true", RunOnly: true,
			Doc:   "keep what setup has applied in the cluster for the next run",
			field: func(s *Settings) any { return &s.KeepSetUp }},
		{Key: "setup-name", Section: how, Unset: "the name of the project's folder", Example: "shop-ci", RunOnly: true,
			Doc:   "name of the set-up in the cluster; projects that share a cluster need different ones (default: the name of the project's folder)",
			check: nameOfSetUp, field: func(s *Settings) any { return &s.SetUpName }},
		{Key: "pause-on-failure", Section: how, Example: "true",
			Doc:   "wait at each failure, before clean-up, so that you can inspect it",
			field: func(s *Settings) any { return &s.PauseOnFailure }},
	}
}

func timesOf() []Setting {
	return []Setting{
		{Key: "step-timeout", Section: when, Example: "2m", check: longerThanNothing,
			Doc:   "how long a Then without `within` may take to become true",
			field: func(s *Settings) any { return &s.Step }},
		{Key: "action-timeout", Section: when, Example: "2m", check: longerThanNothing,
			Doc:   "how long a Given or When may take: an apply, a command in a container",
			field: func(s *Settings) any { return &s.Action }},
		{Key: "scenario-timeout", Section: when, Example: "10m", check: longerThanNothing,
			Doc:   "end a scenario whose steps together take longer",
			field: func(s *Settings) any { return &s.Scenario }},
	}
}

func reportsOf() []Setting {
	return []Setting{
		{Key: "report", Section: tell, Path: behindColon, RunOnly: true, Example: "[junit:junit.xml, github:-]",
			Doc:   "also write a report, as FORMAT:FILE; may be given several times",
			field: func(s *Settings) any { return &s.Reports }},
		{Key: "quiet", Short: "q", Section: tell, Example: "true",
			Doc:   "print failures and the summary only",
			field: func(s *Settings) any { return &s.Quiet }},
	}
}

func changesOf() []Setting {
	return []Setting{
		{Key: "allow-changes", Section: allowed, Example: "[clusterrole/shop]",
			Doc:   "let scenarios change and delete this cluster-scoped object (KIND/NAME) that they did not create; this is not undone",
			field: func(s *Settings) any { return &s.AllowChanges }},
		{Key: "allow-setup-changes", Section: allowed, Example: "true", RunOnly: true,
			Doc:   "let scenarios change and delete what setup has applied; the next run applies it again",
			field: func(s *Settings) any { return &s.AllowSetUpChanges }},
		{Key: "allow-setup-in", Section: allowed, Example: "[shop]", RunOnly: true,
			Doc:   "let setup create objects in this existing namespace of an external cluster (--kubeconfig)",
			field: func(s *Settings) any { return &s.AllowSetUpIn }},
		{Key: "allow-node-changes", Section: allowed, Example: "true",
			Doc:   "let scenarios label, taint, cordon and drain the nodes of an external cluster (--kubeconfig); undone when they end",
			field: func(s *Settings) any { return &s.AllowNodeChanges }},
		{Key: "allow-commands", Section: allowed, Example: "true",
			Doc:   "let scenarios run commands on this machine",
			field: func(s *Settings) any { return &s.AllowCommands }},
	}
}

func clusterOf() []Setting {
	return []Setting{
		{Key: "kubernetes", Section: where, Unset: cluster.DefaultKubernetes(), Example: "[v1.36, v1.37]",
			Doc:   "Kubernetes version, such as v1.36; several (v1.36,v1.37) run one after the other (default " + cluster.DefaultKubernetes() + ")",
			field: func(s *Settings) any { return &s.Kubernetes }},
		{Key: "kubeconfig", Section: where, Path: whole, Unset: "gherkind's own cluster", Example: "staging.kubeconfig",
			Doc:   "use the cluster of this kubeconfig instead of gherkind's own; gherkind never deletes or reconfigures it",
			field: func(s *Settings) any { return &s.Cluster.Kubeconfig }},
		{Key: "context", Section: where, Unset: "the current one", Example: "staging",
			Doc:   "use this context of the kubeconfig",
			field: func(s *Settings) any { return &s.Cluster.Context }},
		{Key: "name", Section: where, Unset: cluster.DefaultName, Example: "shop",
			Doc:   "name of the kind cluster (default gherkind, followed by the version or image if one is given)",
			field: func(s *Settings) any { return &s.Cluster.Name }},
		{Key: "node-image", Section: where, Example: "kindest/node:v1.36.0",
			Doc:   "a kind node image, instead of --kubernetes and --images",
			field: func(s *Settings) any { return &s.Cluster.NodeImage }},
		{Key: "topology", Section: where, Path: nameOrFile, Unset: "multi-node", Example: "ha",
			Doc:   "topology of the cluster: a name in kind-config, or a file (default multi-node)",
			field: func(s *Settings) any { return &s.Cluster.Topology }},
		{Key: "checkout", Section: where, Path: whole, Unset: "searched for upwards from here", Example: "../gherkind",
			Doc:   "checkout of gherkind that the node image is built from (default: searched for upwards from here)",
			field: func(s *Settings) any { return &s.Cluster.Checkout }},
		{Key: "registry", Section: where, Unset: "the original registries", Example: "mirror.example.com/hub",
			Doc:   "pull published images from this registry, HOST or HOST/PATH, instead of their original registries",
			field: func(s *Settings) any { return &s.Cluster.Registry }},
		{Key: "image-source", Flag: "images", Section: where, Choices: []string{"auto", "published", "built"}, Word: "SOURCE", Unset: "auto", Example: "published",
			Doc:   "where images come from: published, built, or auto",
			field: func(s *Settings) any { return (*string)(&s.Cluster.Source) }},
		{Key: "ask-from", Section: where, Choices: []string{"host", "container", "auto"}, Word: "WHERE", Unset: "auto", Example: "host",
			Doc:   "where requests from outside the cluster are sent from: host, container, or auto",
			field: func(s *Settings) any { return (*string)(&s.Cluster.AskFrom) }},
	}
}

// whole is for values that are paths.
func whole(value string) (before, path string, is bool) { return "", value, true }

// behindColon is for FORMAT:FILE. The file name - means stdout.
func behindColon(value string) (before, path string, is bool) {
	format, file, found := strings.Cut(value, ":")
	return format + ":", file, found && file != "" && file != "-"
}

// nameOrFile is for values that are names, unless they look like the path of a file.
func nameOrFile(value string) (before, file string, is bool) {
	return "", value, strings.ContainsAny(value, `/`+string(filepath.Separator)) || path.Ext(value) != ""
}
