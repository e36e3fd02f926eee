package plan

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/setup"
)

// TestRightsOfACustomKind: the permissions for a kind that a manifest or the set-up defines name its resource, by whatever word a
// step names the kind. For any other kind they have what the step says.
func TestRightsOfACustomKind(t *testing.T) {
	const shops = `{apiGroups: ["example.com"], resources: ["shops"], verbs: [`
	for word, want := range map[string]string{
		"shop": shops, "Shop": shops, "shops": shops, "sh": shops, "shop.example.com": shops, "shops.v1.example.com": shops,
		"shop.example.org": `{apiGroups: ["example.org"], resources: ["shop"], verbs: [`,
		"parcel":           `{apiGroups: [""], resources: ["parcel"], verbs: [`,
	} {
		definition := strings.Replace(definedShop, "singular: shop}", "singular: shop, shortNames: [sh]}", 1)
		feature := "Feature: A\n  Scenario: A\n    Then " + word + " \"first\" has \"1\" at \"{.spec.x}\"\n"
		p, err := Make(Options{FS: setUpTree(map[string]string{"deploy/crds.yaml": definition, "features/a.feature": feature}), SetUp: setUpOf(setup.Entry{Manifests: "deploy/crds.yaml", Line: 4})})
		if err != nil {
			t.Errorf("%s: %v", word, err)
			continue
		}
		rights, err := p.Rights()
		if err != nil || !strings.Contains(rights, want) {
			t.Errorf("%s: %v\n%s", word, err, rights)
		}
	}
}
