/// One Varlink interface: its text, and what that text says, so that calls and replies can be held against it.
package struct InterfaceDescription: Sendable {
    package let name: String
    /// The definition, byte for byte as GetInterfaceDescription answers it.
    package let text: String
    package let types: [String: Shape]
    package let methods: [String: Method]
    package let errors: [String: [Field]]

    package struct Method: Equatable, Sendable {
        package let input: [Field]
        package let output: [Field]
    }

    package struct Field: Equatable, Sendable {
        package let name: String
        package let shape: Shape

        package init(name: String, shape: Shape) {
            self.name = name
            self.shape = shape
        }
    }

    /// What a value may look like.
    package indirect enum Shape: Equatable, Sendable {
        case bool, int, float, string, object
        case structure([Field])
        case enumeration([String])
        case array(Shape)
        case map(Shape)
        case optional(Shape)
        case named(String)
    }

    /// - Throws: `DescriptionError` where the text is no interface definition (varlink.org, "Interface Definition").
    package init(_ text: String) throws(DescriptionError) {
        var parser = DescriptionParser(text)
        let members = try parser.parse()
        name = members.name
        types = members.types
        methods = members.methods
        errors = members.errors
        self.text = text
    }
}

extension InterfaceDescription {
    /// The interfaces that corpusd speaks, `org.varlink.service` first.
    package static let all: [InterfaceDescription] = [
        embedded(PackageResources.org_varlink_service_varlink),
        embedded(PackageResources.io_corpusd_varlink),
        embedded(PackageResources.io_corpusd_Control_varlink),
        embedded(PackageResources.io_corpusd_Ledger_varlink),
        embedded(PackageResources.io_corpusd_Search_varlink),
        embedded(PackageResources.io_corpusd_Status_varlink),
        embedded(PackageResources.io_systemd_Metrics_varlink),
    ]

    private static func embedded(_ bytes: [UInt8]) -> InterfaceDescription {
        do throws(DescriptionError) {
            return try InterfaceDescription(String(decoding: bytes, as: UTF8.self))
        } catch {
            preconditionFailure("an interface file of ours is malformed: \(error)")
        }
    }
}

/// Where a text stops being an interface definition.
package struct DescriptionError: Error, Equatable, CustomStringConvertible {
    package let line: Int
    package let expected: String

    package var description: String { "line \(line): expected \(expected)" }
}
