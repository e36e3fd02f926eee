package images

import (
	"slices"
	"strings"
	"testing"
)

// TestFormer: only images whose names all are other versions, and that no container has, are former ones.
func TestFormer(t *testing.T) {
	listed := `{"images": [
	  {"id": "sha256:current", "repoTags": ["gherkind.local/own/shop:2"]},
	  {"id": "sha256:former", "repoTags": ["gherkind.local/own/shop:1"]},
	  {"id": "sha256:older", "repoTags": ["gherkind.local/own/shop:0", "gherkind.local/own/shop:zero"]},
	  {"id": "sha256:runs", "repoTags": ["gherkind.local/own/shop:3"]},
	  {"id": "sha256:ended", "repoTags": ["gherkind.local/own/shop:4"]},
	  {"id": "sha256:named", "repoTags": ["gherkind.local/own/shop:5", "example.com/shop:v5"]},
	  {"id": "sha256:same", "repoTags": ["gherkind.local/own/shop:6", "gherkind.local/own/shop:2"]},
	  {"id": "sha256:other", "repoTags": ["gherkind.local/own/shop-admin:1"]},
	  {"id": "sha256:nameless", "repoTags": []},
	  {"id": "sha256:busybox", "repoTags": ["gherkind.local/busybox:1"]}]}`
	containers := `{"containers": [{"imageRef": "sha256:runs"}, {"imageId": "sha256:ended", "imageRef": "gherkind.local/own/shop:4"}]}`
	got, err := former([]byte(listed), []byte(containers), "gherkind.local/own/shop:2")
	if want := []string{"sha256:former", "sha256:older"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for _, bad := range [][2]string{{"no JSON", containers}, {listed, "no JSON"}} {
		if got, err := former([]byte(bad[0]), []byte(bad[1]), "gherkind.local/own/shop:2"); err == nil || len(got) > 0 {
			t.Errorf("got %q, %v", got, err)
		}
	}
}

func TestRepositoryOf(t *testing.T) {
	for name, want := range map[string]string{"a/b:1": "a/b", "a/b": "a/b", "host:5000/a": "host:5000/a", "host:5000/a:1": "host:5000/a"} {
		if got := repositoryOf(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if own := (Own{Name: "host:5000/shop:1"}).Repository(); repositoryOf(own+":abc") != own || strings.Contains(own, ":") {
		t.Errorf("an own image is in %s", own)
	}
}
