/// The version of both programs, as `--version`, GetInfo and the status tell it.
package let corpusdVersion = "0.1.0"
