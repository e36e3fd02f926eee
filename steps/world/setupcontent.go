package world

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/release"
)

// Chart is a chart that a scenario installs.
type Chart struct {
	Use     release.Use
	Objects []*unstructured.Unstructured // as far as they are known before the run
}

// SetUpContent identifies everything that a set-up applies, including the images to which the cluster maps its image names.
func (r *Run) SetUpContent(ctx context.Context, s Scenario) (string, error) {
	sum := sha256.New()
	out := json.NewEncoder(sum)
	for _, obj := range s.Objects {
		if slices.ContainsFunc(s.Charts, func(c Chart) bool { return slices.Contains(c.Objects, obj) }) {
			continue
		}
		doc, err := kube.Document{Object: obj}.Render(kube.Rewriter{Image: r.Image})
		if err == nil {
			err = out.Encode(doc.Object)
		}
		if err != nil {
			return "", fmt.Errorf("write an object of the set-up: %w", err)
		}
	}
	for _, c := range s.Charts {
		if err := r.writeChart(ctx, sum, c); err != nil {
			return "", err
		}
	}
	if s.SetUp != nil {
		fmt.Fprintf(sum, "%q", s.SetUp.Namespaces)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:12]), nil
}

// writeChart writes the inputs of a chart, not its rendered objects: a chart that generates passwords renders different ones
// each time.
func (r *Run) writeChart(ctx context.Context, to io.Writer, c Chart) error {
	version, apis, err := r.Client.Capabilities(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(to, "%s %s\n", c.Use.Print(), version)
	if c.Use.Chart.AsksForAPIs() {
		fmt.Fprintf(to, "%s\n", strings.Join(apis, " "))
	}
	image := func(name string) string {
		fmt.Fprintf(to, "%s\n", r.Image(name))
		return name
	}
	for _, obj := range c.Objects {
		if _, err := (kube.Document{Object: obj}).Render(kube.Rewriter{Image: image}); err != nil {
			return fmt.Errorf("find the images of a chart: %w", err)
		}
	}
	return nil
}
