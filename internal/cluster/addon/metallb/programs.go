package metallb

import "github.com/gherkind/gherkind/internal/cluster/addon/programs"

// metallb returns the source of MetalLB's two programs.
func metallb() programs.Source {
	return programs.Source{
		AddOn: "metallb", Title: "MetalLB", Module: "go.universe.tf/metallb", Packages: []string{"controller", "speaker"},
		About: "MetalLB's controller and speaker",
	}
}
