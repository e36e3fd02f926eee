package explain

import (
	"strings"
	"testing"
)

// TestImageWithoutATag: the hint names the tag that the node has, and how to use that image.
func TestImageWithoutATag(t *testing.T) {
	const waits = `state: {waiting: {reason: ErrImagePull, message: "dial tcp: lookup registry.invalid: no such host"}}`
	for image, c := range map[string]struct {
		policy string
		want   []string
		not    string
	}{
		"nginx":        {"Always", []string{`"nginx" without a tag means "nginx:latest"`, `has "nginx:1": write this tag`, "IfNotPresent"}, ""},
		"nginx:2":      {"IfNotPresent", []string{`has "nginx:1": write this tag`}, "without a tag"},
		"nginx:1":      {"Always", []string{"has the image, and imagePullPolicy Always"}, "write this tag"},
		"redis":        {"Always", []string{`"redis" without a tag means "redis:latest"; write the tag`, "IfNotPresent"}, "nginx"},
		"redis:7":      {"IfNotPresent", []string{"look at the registry's name"}, "tag"},
		"host:5/nginx": {"IfNotPresent", []string{`"host:5/nginx" without a tag`}, `"nginx:1"`},
	} {
		state := strings.NewReplacer("image: nginx:1,", `image: "`+image+`",`, "SPEC", "imagePullPolicy: "+c.policy, "STATE", waits).Replace(unstarted)
		found := Why(moment{objects: state}.facts(t), Subject{"Pod", "demo", "app"})
		if len(found) == 0 || found[0].Code != PodImagePull {
			t.Fatalf("%s: %+v", image, found)
		}
		for _, want := range c.want {
			if !strings.Contains(found[0].Hint, want) {
				t.Errorf("%s: %q lacks %q", image, found[0].Hint, want)
			}
		}
		if c.not != "" && strings.Contains(found[0].Hint, c.not) {
			t.Errorf("%s: %q has %q", image, found[0].Hint, c.not)
		}
	}
}
