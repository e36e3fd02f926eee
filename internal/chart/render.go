package chart

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	helm "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
)

// Namespace is the release namespace while it is unknown: before a run, scenarios have none yet.
const Namespace = "release-namespace"

// Capabilities are what a cluster offers to templates.
type Capabilities struct {
	Kubernetes string   // its version: v1.37.0
	APIs       []string // API versions, such as v1 and apps/v1, and kinds, such as apps/v1/Deployment
}

// Request says how to render a chart.
type Request struct {
	Release   string
	Namespace string // "" means [Namespace]
	Revision  int    // 0 means the first
	Upgrade   bool
	Values    Values
	Cluster   *Capabilities // nil if unknown: the defaults of the Kubernetes version that the library was built with
}

// Document is one object of a chart.
type Document struct {
	Path string // of its template, or of its file
	Text string
}

// Rendered is the result of rendering a chart, in the order in which it is applied.
type Rendered struct {
	Definitions []Document // CustomResourceDefinitions from crds/
	Hooks       []Hook
	Objects     []Document
}

// Render renders the chart. The error is an [*Error].
func (c *Chart) Render(r Request) (*Rendered, error) {
	if c.recorded != nil {
		return c.recorded.of(c, r)
	}
	out, err := c.render(r)
	if err != nil {
		return nil, c.wrong(err)
	}
	return out, nil
}

func (c *Chart) render(r Request) (out *Rendered, err error) {
	defer func() { // guards against panics of the library on unexpected charts
		if p := recover(); p != nil {
			err = fmt.Errorf("helm panicked: %v", p)
		}
	}()
	caps, err := r.capabilities()
	if err != nil {
		return nil, err
	}
	made, err := c.made()
	if err != nil {
		return nil, err
	}
	if want := made.Metadata.KubeVersion; r.Cluster != nil && want != "" && !chartutil.IsCompatibleRange(want, caps.KubeVersion.String()) {
		return nil, fmt.Errorf("it is for Kubernetes %s, and the cluster has %s", want, caps.KubeVersion.Version)
	}
	values := Merge(r.Values)
	if err := chartutil.ProcessDependencies(made, common.Values(values)); err != nil {
		return nil, fmt.Errorf("choose the charts that it depends on: %w", err)
	}
	all, err := util.ToRenderValues(made, values, r.options(), caps)
	if err != nil {
		return nil, schemaError(err)
	}
	texts, err := engine.Engine{}.Render(made, all)
	if err != nil {
		return nil, err
	}
	return c.sorted(made, texts)
}

func (r Request) options() common.ReleaseOptions {
	o := common.ReleaseOptions{Name: r.Release, Namespace: r.Namespace, Revision: max(r.Revision, 1), IsUpgrade: r.Upgrade, IsInstall: !r.Upgrade}
	if o.Namespace == "" {
		o.Namespace = Namespace
	}
	return o
}

func (r Request) capabilities() (*common.Capabilities, error) {
	caps := common.DefaultCapabilities.Copy()
	if r.Cluster == nil {
		return caps, nil
	}
	version, err := common.ParseKubeVersion(r.Cluster.Kubernetes)
	if err != nil {
		return nil, fmt.Errorf("read the version of the cluster: %w", err)
	}
	caps.KubeVersion, caps.APIVersions = *version, common.VersionSet(r.Cluster.APIs)
	return caps, nil
}

// schemaAt matches one invalid value in an error of the library.
var schemaAt = regexp.MustCompile(`- at '/?([^']*)': ([^\n]+)`)

// schemaError lists the values that the schema of a chart refuses.
func schemaError(err error) error {
	var all []string
	for _, found := range schemaAt.FindAllStringSubmatch(err.Error(), -1) {
		field := strings.ReplaceAll(found[1], "/", ".")
		if field == "" {
			field = "the values"
		}
		all = append(all, field+": "+strings.TrimSpace(found[2]))
	}
	if len(all) == 0 {
		return err
	}
	return errors.New("its values.schema.json refuses the values: " + strings.Join(all, "; "))
}

// place returns the user's path of a file in the chart; the library prefixes it with the chart's name.
func (c *Chart) place(made *helm.Chart, name string) string {
	return path.Join(c.Path, strings.TrimPrefix(name, made.Name()+"/"))
}
